import { byTheClock } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const minutes = fc.integer({ min: 0, max: 60_000_000 });

describe('a list by the clock', () => {
  it('has everybody on it once, in the order of the list from somewhere on, the same for a minute', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: MINUTE - 1 }), fc.nat(50), (minute, late, length) => {
        const list = Array.from({ length }, (_, at) => at);
        const turned = byTheClock(list, minute * MINUTE);
        const first = turned[0] ?? 0;
        expect(turned).toEqual(list.map((at) => (first + at) % length));
        expect(byTheClock(list, minute * MINUTE + late)).toEqual(turned);
      }),
    );
  });

  it('brings everybody among the first within twice the minutes that it would take in order', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 200 }), fc.nat(), (minute, length, seed) => {
        const list = Array.from({ length }, (_, at) => at);
        const share = 1 + (seed % length);
        const seen = new Set<number>();
        for (let after = 0; after < 2 * Math.ceil(length / share); after += 1)
          for (const at of byTheClock(list, (minute + after) * MINUTE).slice(0, share)) seen.add(at);
        expect(seen.size).toBe(length);
      }),
      { numRuns: 500 },
    );
  });
});
