import { toHex, type Caller, type Clock, type RandomBytes } from '@temkin/kernel';
import {
  LOAD_EVENT,
  type CustodyRecord,
  type LoadVerdict,
  type Parcel,
  type Read,
  type SideReaders,
} from '../domain/index.ts';
import type { custodyWrites } from '../store/custody-writes.ts';

type Taking = NonNullable<Extract<LoadVerdict, { allowed: true }>['taking']>;

/** When a parcel is taken: now, and no earlier than the latest of its scans, so that it never comes out of order. */
export const takenAt = ({ movedAt = 0 }: Parcel, nowMilliseconds: number): number =>
  Math.max(nowMilliseconds, movedAt);

/** The scan by which a shift takes a parcel that it loads and its shipper reads, as writes of the event's transaction. */
export const takingWrites = (
  {
    store,
    clock,
    random,
  }: {
    readonly store: { readonly custodyWrites: typeof custodyWrites };
    readonly clock: Clock;
    readonly random: RandomBytes;
  },
  { principal }: Caller,
  parcel: Read<Parcel>,
  { place, flags }: Taking,
  readers: SideReaders | undefined,
): ((eventId: string) => ReturnType<typeof custodyWrites>) => {
  const recordedAt = clock.now();
  const occurredAt = takenAt(parcel, recordedAt);
  const custodyEventId = toHex(random(16));
  return (eventId) => {
    const record: CustodyRecord = {
      custodyEventId,
      event: LOAD_EVENT,
      ...place,
      occurredAt,
      recordedAt,
      order: parcel.reliedOn.version,
      source: principal.roles.join(' '),
      flags,
      eventId,
    };
    const moved = { place, movedAt: occurredAt, ...(readers !== undefined && { readers }) };
    return store.custodyWrites(principal.tenant, parcel, moved, record);
  };
};
