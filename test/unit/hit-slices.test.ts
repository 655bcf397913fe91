import { JUNK_RULES, sliceHits, type JunkRuleId, type SlicedHits } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const counts = fc.record(
  Object.fromEntries(JUNK_RULES.map((rule) => [rule, fc.integer({ min: 1, max: 12 })])),
  { requiredKeys: [] },
);

const parts = fc.array(fc.record({ hits: counts, hitsPerBlob: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 4,
});

/** A hit as it lies: in which part, of which rule, in which blob, at which place of it. */
const named = (part: number, rule: string, blob: number, place: number): string =>
  [part, rule, blob, place].join(' ');

describe('slices of hits', () => {
  it('are by pages of any length all hits of all parts, each once and in order, of all rules or of one', () => {
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 30 }),
        fc.option(fc.constantFrom(...JUNK_RULES), { nil: undefined }),
        (laid, limit, rule: JunkRuleId | undefined) => {
          const all = laid.flatMap(({ hits, hitsPerBlob }, part) =>
            JUNK_RULES.filter((each) => rule === undefined || each === rule).flatMap((each) =>
              Array.from({ length: hits[each] ?? 0 }, (_, at) =>
                named(part, each, Math.floor(at / hitsPerBlob), at % hitsPerBlob),
              ),
            ),
          );
          const seen: string[] = [];
          let from: { readonly part: number; readonly hits: number } | undefined = { part: 0, hits: 0 };
          while (from !== undefined) {
            const { slices, next }: SlicedHits<(typeof laid)[number]> = sliceHits(laid.slice(from.part), {
              limit,
              shown: from.hits,
              ...(rule !== undefined && { rule }),
            });
            const page = slices.flatMap(({ part, rule: each, blob, from: first, to }) =>
              Array.from({ length: to - first }, (_, at) =>
                named(laid.indexOf(part), each, blob, first + at),
              ),
            );
            // A page is full where more follow, and of no blob is there more than one slice.
            expect(page.length).toBe(next === undefined ? Math.min(limit, page.length) : limit);
            expect(
              new Set(slices.map(({ part, rule: each, blob }) => named(laid.indexOf(part), each, blob, 0)))
                .size,
            ).toBe(slices.length);
            seen.push(...page);
            from = next && { part: laid.indexOf(next.part), hits: next.hits };
          }
          expect(seen).toEqual(all);
        },
      ),
    );
  });
});
