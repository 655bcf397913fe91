import { numberOf, optional, partsOf, textOf, type Item, type Write } from '@temkin/storage';

/** A change of a parcel's state, as others may be told of it: nothing personal. */
export interface ParcelNews {
  readonly tenant: string;
  readonly parcelId: string;
  readonly state: string;
  /** That the change made. */
  readonly version: number;
  /** The event that has the change on record. */
  readonly eventId: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  /** The custody event that moved it, where one did. */
  readonly event?: string;
  /** The facility that has the parcel, or whose shift does. */
  readonly facility?: string;
}

/** The version that a write makes, of those that make the next of the one they were decided upon. */
const versionMade = (write: Write): number => {
  if (write.kind === 'put') return numberOf(write.item, 'version');
  const clauses = Array.isArray(write.condition) ? write.condition : [];
  const clause = clauses.find(({ attribute }) => attribute === 'version');
  return Number(clause !== undefined && 'to' in clause ? clause.to : Number.NaN) + 1;
};

const facilityIn = (item: Item): string | undefined =>
  optional(textOf, item, 'holderFacility') ??
  (item.holderType === 'facility' ? optional(textOf, item, 'holderId') : undefined);

/** The scan among the writes of a transaction that it recorded with the change of its parcel. */
const scanAmong = (writes: readonly Write[], parcelId: string): Item | undefined =>
  writes
    .flatMap((write) => (write.kind === 'put' ? [write] : []))
    .find(({ key }) => partsOf('parcels', 'custodyEvent', key)?.parcelId === parcelId)?.item;

/**
 * The changes of state that the writes of a transaction make: a parcel that is put, or an update that sets its state, which
 * those do that give it another. `now`, in milliseconds since the epoch, is when one happened that does not say so.
 */
export const parcelNewsIn = (writes: readonly Write[], now: number): readonly ParcelNews[] =>
  writes.flatMap((write) => {
    if (write.kind !== 'put' && write.kind !== 'update') return [];
    const parts = partsOf('parcels', 'parcel', write.key);
    const fields = write.kind === 'put' ? write.item : write.set;
    if (parts === undefined || fields?.state === undefined) return [];
    const scan = scanAmong(writes, parts.parcelId);
    const event = scan && textOf(scan, 'event');
    const facility = facilityIn(fields);
    return [
      {
        tenant: parts.tenant,
        parcelId: parts.parcelId,
        state: textOf(fields, 'state'),
        version: versionMade(write),
        eventId: textOf(fields, 'eventId'),
        occurredAt:
          (scan && numberOf(scan, 'occurredAt')) ??
          optional(numberOf, fields, 'movedAt') ??
          optional(numberOf, fields, 'shreddedAt') ??
          now,
        ...(event !== undefined && { event }),
        ...(facility !== undefined && { facility }),
      },
    ];
  });
