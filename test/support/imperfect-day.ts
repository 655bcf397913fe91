import { facilityStore } from '@temkin/access';
import { newParcel, type Issued } from './parcels.ts';
import type { TestSystem } from './system.ts';

/** Facilities of the demo, each the other's neighbour. */
export const DEPOTS = ['HN-BA-DINH', 'HN-HOAN-KIEM'] as const;

/** Where all parcels come from. */
const HUB = 'HN-HUB';

export type Depot = (typeof DEPOTS)[number];

export const otherDepot = (depot: Depot): Depot => (depot === DEPOTS[0] ? DEPOTS[1] : DEPOTS[0]);

/** How imperfect the day is. */
export interface Imperfection {
  /** Part of the scans that never come. */
  readonly missing: number;
  /** Part of the parcels that are put on the wrong lorry. */
  readonly missorted: number;
  /** From a scan to its report, in minutes. */
  readonly lagMinutes: number;
}

/** One parcel's day as it really was. */
export interface TravellingParcel extends Issued {
  readonly destination: Depot;
  /** Where it really is in the morning. */
  readonly at: Depot;
  /** Who has it in hand. */
  readonly shipper: string;
  readonly scans: readonly ReportedScan[];
  /** When its recipient opens the door, in milliseconds since the epoch. */
  readonly doorAt: number;
}

/** A scan that was made and will be reported. */
export interface ReportedScan {
  readonly by: string;
  readonly reportedAt: number;
  readonly event: Readonly<Record<string, unknown>>;
}

export const sorterOf = (depot: Depot): string => `sorter-${depot}`;
export const dispatcherOf = (depot: Depot): string => `dispatcher-${depot}`;
export const shippersOf = (depot: Depot, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `shipper-${depot}-${n}`);

/** Numbers from 0 up to 1 that are the same in every run (mulberry32): they decide what goes wrong, and guard nothing. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const scanned = (
  by: string,
  atMilliseconds: number,
  lagMinutes: number,
  event: Readonly<Record<string, unknown>>,
): ReportedScan => ({
  by,
  reportedAt: atMilliseconds + lagMinutes * 60_000,
  event: { ...event, occurredAt: new Date(atMilliseconds).toISOString() },
});

const facility = (id: string) => ({ type: 'facility', id });

/** Adds the hub, and enrols the staff of both depots. */
export const enrolDepots = async (system: TestSystem, shippersPerDepot: number): Promise<void> => {
  const hub = { tenant: 'demo', id: HUB, displayName: 'Trung tâm khai thác', communeCode: '00004' };
  await facilityStore({ table: system.table }).add(hub);
  for (const depot of DEPOTS) {
    const staff = { tenant: 'demo', kind: 'staff', facility: depot } as const;
    const scan = 'custody:record';
    await system.enrol({ ...staff, subject: sorterOf(depot), roles: ['sorter'], scopes: [scan] });
    const planning = ['shifts:open', scan];
    await system.enrol({
      ...staff,
      subject: dispatcherOf(depot),
      roles: ['dispatcher'],
      scopes: planning,
    });
    for (const subject of shippersOf(depot, shippersPerDepot))
      await system.enrol({ ...staff, subject, roles: ['shipper'], scopes: [scan, 'parcels:resolve'] });
  }
};

/**
 * Issues parcels for both depots and draws their day: accepted at the hub and sent off in the evening, unloaded from half
 * past five, taken by their shippers from seven, at the door from eight to five. What lies in the wrong depot is not on its
 * list, so nobody books it in there.
 */
export const drawDay = async (
  system: TestSystem,
  {
    count,
    shippersPerDepot,
    midnight,
    draw,
    missing,
    missorted,
    lagMinutes,
  }: Imperfection & {
    readonly count: number;
    readonly shippersPerDepot: number;
    /** The first instant of the day. */
    readonly midnight: number;
    readonly draw: () => number;
  },
): Promise<readonly TravellingParcel[]> => {
  const hour = (from: number, to = from): number => midnight + (from + draw() * (to - from)) * 3_600_000;
  const parcels = Array.from({ length: count }, () => newParcel({ kind: 'opaque' }));
  const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly parcel: Issued }[] };
  return results.map(({ parcel }, n) => {
    const { token, parcelId } = parcel;
    const destination = DEPOTS[n % 2] ?? DEPOTS[0];
    const isMissorted = draw() < missorted;
    const at = isMissorted ? otherDepot(destination) : destination;
    const shippers = shippersOf(at, shippersPerDepot);
    const shipper = shippers[Math.floor(draw() * shippers.length)] ?? '';
    const made = [
      scanned('order-system', hour(-5, -4), lagMinutes, {
        parcelId,
        event: 'accepted',
        holder: facility(HUB),
      }),
      scanned('order-system', hour(-2, -1), lagMinutes, {
        parcelId,
        event: 'departed',
        holder: facility(destination),
      }),
      ...(isMissorted
        ? []
        : [
            scanned(sorterOf(at), hour(5.5, 6.5), lagMinutes, { token, event: 'arrived' }),
            scanned(shipper, hour(7, 7.75), lagMinutes, { token, event: 'out-for-delivery' }),
          ]),
    ];
    const scans = made.filter(() => draw() >= missing);
    return { ...parcel, destination, at, shipper, scans, doorAt: hour(8, 17) };
  });
};
