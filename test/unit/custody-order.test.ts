import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CUSTODY_EVENTS,
  inOccurrence,
  placeBy,
  type Holder,
  type Move,
  type Ordered,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const facility = (id: string): Holder => ({ type: 'facility', id });
const shift = (id: string): Holder => ({ type: 'shift', id, shipper: `shipper of ${id}`, facility: 'A' });

const HOLDERS = [facility('A'), facility('B'), shift('s'), shift('t')];

type Scan = Ordered & Move;

/** Scans in the order in which they came; few instants, so that many happened at the same. */
const scans = fc
  .array(
    fc.record({
      event: fc.constantFrom(...CUSTODY_EVENTS),
      holder: fc.constantFrom(...HOLDERS),
      offeredTo: fc.constantFrom({ type: 'facility', id: 'B' } as const, { type: 'shift', id: 't' } as const),
      occurredAt: fc.nat({ max: 8 }),
      recordedAt: fc.constant(100),
    }),
    { maxLength: 12 },
  )
  .map((all): readonly Scan[] => all.map((scan, order) => ({ ...scan, order })));

describe('the place of a parcel', () => {
  it('is the same by its scans in whichever order they are read', () => {
    fc.assert(
      fc.property(scans, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = all
          .map((scan) => ({ scan, key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ scan }) => scan);
        expect(placeBy(shuffled)).toEqual(placeBy(all));
      }),
    );
  });

  it('is that of the latest occurrence, where that one names a holder', () => {
    fc.assert(
      fc.property(scans, (all) => {
        const latest = inOccurrence(all).at(-1);
        fc.pre(latest !== undefined && ['accepted', 'arrived', 'out-for-delivery'].includes(latest.event));
        expect(placeBy(all).holder).toEqual(latest?.holder);
      }),
    );
  });

  it('is not moved by a scan that happened before all others, unless they leave the holder as it was', () => {
    fc.assert(
      fc.property(scans, fc.constantFrom(...HOLDERS), (all, holder) => {
        const names = all.some(({ event }) => ['accepted', 'arrived', 'delivered'].includes(event));
        fc.pre(names);
        const late: Scan = { event: 'arrived', holder, occurredAt: -1, recordedAt: 200, order: 99 };
        const [before, after] = [placeBy(all), placeBy([...all, late])];
        expect(after).toEqual(before);
      }),
    );
  });

  it('counts a scan of a clock that is ahead as of when it was recorded', () => {
    const ahead: Scan = {
      event: 'arrived',
      holder: facility('A'),
      occurredAt: 900,
      recordedAt: 100,
      order: 1,
    };
    const taken: Scan = {
      event: 'out-for-delivery',
      holder: shift('s'),
      occurredAt: 101,
      recordedAt: 101,
      order: 2,
    };
    expect(placeBy([ahead, taken])).toEqual({ state: 'out-for-delivery', holder: shift('s') });
  });

  it('goes on being a return on every way, until it is returned or somebody decides otherwise', () => {
    const back = (['returning', 'departed', 'arrived', 'out-for-delivery', 'attempted'] as const).map(
      (event, order): Scan => ({
        event,
        holder: HOLDERS[0] ?? facility('A'),
        occurredAt: order,
        recordedAt: 100,
        order,
      }),
    );
    for (const length of [1, 2, 3, 4, 5]) expect(placeBy(back.slice(0, length)).state).toBe('returning');
    const accepted: Scan = {
      event: 'accepted',
      holder: facility('A'),
      occurredAt: 9,
      recordedAt: 100,
      order: 9,
    };
    expect(placeBy([...back, accepted]).state).toBe('accepted');
  });
});
