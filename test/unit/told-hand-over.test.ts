import { cryptoReady, type Sealed } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openHandOver,
  sealHandOver,
  toldHandOver,
  type CustodyEventName,
  type CustodyRecord,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

await cryptoReady;

const DETAIL: Sealed = { nonce: new Uint8Array(24), ciphertext: new Uint8Array(16) };

/** A scan: what, when it happened, and whether it says whom the parcel was handed to. */
type Told = readonly [CustodyEventName, number, 'says whom' | 'silent'];

/** A trail in the order in which it was recorded; ids are places in it. */
const trailOf = (scans: readonly Told[]): readonly CustodyRecord[] =>
  scans.map(([event, occurredAt, says], order) => ({
    custodyEventId: String(order),
    event,
    state: 'delivered',
    occurredAt,
    recordedAt: 1_000,
    order,
    source: 'order-system',
    flags: [],
    eventId: String(order),
    ...(says === 'says whom' && { detail: DETAIL }),
  }));

const told = (...scans: readonly Told[]) =>
  toldHandOver({ state: 'delivered' }, trailOf(scans))?.custodyEventId;

describe('the hand-over of a delivered parcel', () => {
  it.each<[string, readonly Told[], string | undefined]>([
    ['is that of its delivery', [['delivered', 10, 'says whom']], '0'],
    ['is absent where nobody said whom', [['delivered', 10, 'silent']], undefined],
    [
      'is told by a second source where the first was silent, though that happened earlier',
      [
        ['delivered', 10, 'silent'],
        ['delivered', 8, 'says whom'],
      ],
      '1',
    ],
    [
      'is not rewritten by a report of later',
      [
        ['delivered', 10, 'says whom'],
        ['delivered', 12, 'says whom'],
      ],
      '0',
    ],
    [
      'is not rewritten by a report that is dated back',
      [
        ['delivered', 10, 'says whom'],
        ['delivered', 8, 'says whom'],
      ],
      '0',
    ],
    [
      'is that of the last way, not of one that the parcel came back from',
      [
        ['delivered', 10, 'says whom'],
        ['delivered', 2, 'says whom'],
        ['arrived', 5, 'silent'],
      ],
      '0',
    ],
    [
      'is absent where only the delivery that it came back from says whom',
      [
        ['delivered', 10, 'silent'],
        ['arrived', 5, 'silent'],
        ['delivered', 2, 'says whom'],
      ],
      undefined,
    ],
  ])('%s', (_rule, scans, due) => {
    expect(told(...scans)).toBe(due);
  });

  it.each(['returned', 'lost', 'revoked', 'at-facility', 'refused'] as const)(
    'is told of no parcel that is %s, whatever its trail says',
    (state) => {
      expect(toldHandOver({ state }, trailOf([['delivered', 10, 'says whom']]))).toBeUndefined();
    },
  );

  it('is the same in whichever order the trail is read', () => {
    const scan = fc.tuple(
      fc.constantFrom<CustodyEventName>('delivered', 'arrived'),
      fc.nat({ max: 5 }),
      fc.constantFrom('says whom' as const, 'silent' as const),
    );
    fc.assert(
      fc.property(fc.array(scan, { maxLength: 8 }), (scans) => {
        const trail = trailOf(scans);
        const parcel = { state: 'delivered' } as const;
        expect(toldHandOver(parcel, trail.toReversed())).toEqual(toldHandOver(parcel, trail));
      }),
    );
  });

  it('once told stays, whatever is reported of that delivery later', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 6 }), (later) => {
        const reports = later.map((at): Told => ['delivered', at, 'says whom']);
        expect(told(['arrived', 0, 'silent'], ['delivered', 10, 'says whom'], ...reports)).toBe('1');
      }),
    );
  });
});

describe('a sealed hand-over', () => {
  const key = systemRandom(32);
  const boundTo = { tenant: 'demo', parcelId: 'p', custodyEventId: 'c' };

  it.each([
    { to: 'locker' } as const,
    { to: 'neighbour', proof: { kind: 'photo' } } as const,
    { to: 'desk', proof: { kind: 'signature', reference: 'Sổ 7, tờ 3' } } as const,
  ])('opens as it was: %j', (handOver) => {
    expect(openHandOver(key, sealHandOver(key, handOver, boundTo, systemRandom), boundTo)).toEqual(handOver);
  });

  it.each([
    ['another scan', { ...boundTo, custodyEventId: 'd' }],
    ['another parcel', { ...boundTo, parcelId: 'q' }],
    ['another tenant', { ...boundTo, tenant: 'other' }],
  ])('does not open as that of %s', (_whose, other) => {
    const sealed = sealHandOver(key, { to: 'self' }, boundTo, systemRandom);
    expect(openHandOver(key, sealed, other)).toBe('broken');
    expect(openHandOver(systemRandom(32), sealed, boundTo)).toBe('broken');
  });
});
