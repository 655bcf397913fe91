import { partsOf, type Restoration, type StoredItem } from '@temkin/storage';

/** What is known of a parcel by its items in the backup. */
interface Known {
  issuedAt?: number;
  hasLabel: boolean;
  hasWaybill: boolean;
}

/** Idempotency claims live a day: a request that was begun longer ago has issued its parcels, or never will. */
const SETTLED_AFTER_MILLISECONDS = 86_400_000;

const parcelInKey = ({ key }: StoredItem): string | undefined =>
  (key.table === 'parcels'
    ? (partsOf('parcels', 'custodyEvent', key) ??
      partsOf('parcels', 'amendment', key) ??
      partsOf('parcels', 'phone', key))
    : key.table === 'parcel-keys'
      ? partsOf('parcel-keys', 'subjectKey', key)
      : (partsOf('parcel-escrow', 'escrow', key) ?? partsOf('parcel-escrow', 'amendment', key))
  )?.parcelId;

/**
 * Leaves out parcels that were issued while the backup ran and are in it only in part. A waybill number without its
 * parcel could not be issued again, and a key without its parcel is one that no event of destruction leads to. A parcel
 * comes back with its label and, where it is younger than a day, its waybill number, or none of it does.
 */
export const wholeParcels = (beganMilliseconds: number): Restoration => {
  const parcels = new Map<string, Known>();
  /** Parcels by the partition of a label, which its key shares. */
  const labels = new Map<string, string>();

  const known = (parcelId: string): Known => {
    const found = parcels.get(parcelId) ?? { hasLabel: false, hasWaybill: false };
    parcels.set(parcelId, found);
    return found;
  };
  const parcelOf = (stored: StoredItem): string | undefined => {
    const { parcelId } = stored.item;
    return typeof parcelId === 'string'
      ? parcelId
      : (parcelInKey(stored) ?? labels.get(stored.key.partition));
  };
  const isWhole = (parcelId: string): boolean => {
    const { issuedAt, hasLabel, hasWaybill } = known(parcelId);
    return (
      issuedAt !== undefined &&
      hasLabel &&
      (hasWaybill || issuedAt < beganMilliseconds - SETTLED_AFTER_MILLISECONDS)
    );
  };

  return {
    studies: ['parcels'],
    tables: ['parcels', 'parcel-keys', 'parcel-escrow'],
    study: ({ key, item: { parcelId, issuedAt } }) => {
      if (typeof parcelId !== 'string') return;
      if (partsOf('parcels', 'waybill', key) !== undefined) known(parcelId).hasWaybill = true;
      if (partsOf('parcels', 'parcel', key) !== undefined && typeof issuedAt === 'number')
        known(parcelId).issuedAt = issuedAt;
      if (partsOf('parcels', 'label', key) === undefined) return;
      known(parcelId).hasLabel = true;
      labels.set(key.partition, parcelId);
    },
    bring: (stored) => {
      const parcelId = parcelOf(stored);
      // Shifts and the like belong to no parcel; a key always does.
      if (parcelId === undefined) return stored.key.table === 'parcels' ? stored.item : undefined;
      return isWhole(parcelId) ? stored.item : undefined;
    },
  };
};
