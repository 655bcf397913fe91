import { tables, type TableName } from '@temkin/storage';

const DAY_MILLISECONDS = 86_400_000;

const after =
  (...names: readonly TableName[]) =>
  (deletedAt: number): number =>
    deletedAt + Math.max(...names.map((name) => tables[name].recoveryDays)) * DAY_MILLISECONDS;

/**
 * From when on a deletion is final: until then the store's point-in-time recovery can bring back what was deleted. Both take
 * and answer milliseconds since the epoch.
 */
export const finalFrom = {
  /** Of a label's key. */
  labelKey: after('parcel-keys'),
  /** Of all that a parcel is shredded of: the phone index is recoverable the longest. */
  parcel: after('parcel-keys', 'parcel-escrow', 'parcels'),
} as const;
