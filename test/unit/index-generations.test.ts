import {
  beginIndex,
  beginPurge,
  endPurge,
  kept,
  searched,
  switchIndex,
  written,
  type IndexState,
  type IndexVerdict,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PAUSE = 600_000;

const toOf = (verdict: IndexVerdict): IndexState => {
  if (verdict.verdict !== 'changed') throw new Error(`not now: ${verdict.state}`);
  return verdict.to;
};

const numbers = (generations: readonly { readonly number: number }[]): readonly number[] =>
  generations.map(({ number }) => number);

describe('the generations of an index', () => {
  const first = toOf(beginIndex(undefined, 3));
  const idle = toOf(switchIndex(first, 1, 0));
  const rekeying = toOf(beginIndex(idle, 7));
  const switching = toOf(switchIndex(rekeying, 2, 1_000));
  const purging = toOf(beginPurge(switching, 1_000 + PAUSE, PAUSE));

  it('are one after the other searched, written and deleted', () => {
    const seen = [undefined, first, idle, rekeying, switching, purging, toOf(endPurge(purging, 1))].map(
      (known) => [
        known?.state ?? 'none',
        searched(known)?.number,
        numbers(written(known)),
        numbers(kept(known)),
      ],
    );
    expect(seen).toEqual([
      ['none', undefined, [], []],
      ['building', undefined, [1], [1]],
      ['idle', 1, [1], [1]],
      ['building', 1, [1, 2], [1, 2]],
      ['switching', 2, [2], [2, 1]],
      ['purging', 2, [2], [2, 1]],
      ['idle', 2, [2], [2]],
    ]);
    expect(searched(rekeying)).toEqual({ number: 1, bits: 3 });
    expect(searched(switching)).toEqual({ number: 2, bits: 7 });
  });

  it('wait with the purge until no search can be under way that began before', () => {
    expect(beginPurge(switching, 1_000 + PAUSE - 1, PAUSE)).toEqual({
      verdict: 'not-now',
      state: 'switching',
    });
  });

  it('switch to what was built, and end the purge of what was former, and of no other', () => {
    expect(switchIndex(rekeying, 1, 0).verdict).toBe('not-now');
    expect(endPurge(purging, 2).verdict).toBe('not-now');
  });

  it('are always found: what is searched is written, and is never what is deleted', () => {
    const step = fc.constantFrom('begin', 'switch', 'purge', 'end');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let known: IndexState | undefined;
        let now = 0;
        const used: number[] = [];
        for (const one of steps) {
          now += PAUSE / 2;
          const verdicts = {
            begin: () => beginIndex(known, undefined),
            switch: () => switchIndex(known, known?.state === 'building' ? known.next.number : 0, now),
            purge: () => beginPurge(known, now, PAUSE),
            end: () => endPurge(known, known?.state === 'purging' ? known.former.number : 0),
          };
          const verdict = verdicts[one]();
          const before = searched(known);
          if (verdict.verdict === 'changed') known = verdict.to;
          if (verdict.verdict === 'changed' && verdict.to.state === 'building')
            used.push(verdict.to.next.number);
          const current = searched(known);
          expect(before !== undefined && current === undefined).toBe(false);
          const isWritten = current === undefined || numbers(written(known)).includes(current.number);
          expect(isWritten).toBe(true);
          const former =
            known?.state === 'switching' || known?.state === 'purging' ? known.former.number : undefined;
          expect(former !== undefined && former === current?.number).toBe(false);
        }
        expect(used).toEqual([...new Set(used)].toSorted((a, b) => a - b));
      }),
    );
  });
});
