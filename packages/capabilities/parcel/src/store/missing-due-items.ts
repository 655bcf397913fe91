import { keyOf, numberOf, partsOf, textOf, type StoredItem } from '@temkin/storage';
import { duePut, type DueLabelKey } from './due-label-keys.ts';

/** A label among all tenants', by the partition of its key. */
const nameOf = (label: { readonly tenant: string; readonly labelId: string }): string =>
  keyOf('parcel-keys', 'labelKey', label).partition;

/**
 * Finds, among the items of a backup that it is shown, label keys without the item that says when they die: what was read
 * of `parcels` before their parcel was issued lacks it, and no shredder would ever come upon such a key.
 */
export const missingDueItems = () => {
  const parcels = new Map<string, Pick<DueLabelKey, 'parcelId' | 'pseudonym'>>();
  const noted = new Set<string>();
  const keys = new Map<string, Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>>();

  return {
    study: ({ key, item }: StoredItem): void => {
      if (key.table === 'parcel-keys') {
        const label = partsOf('parcel-keys', 'labelKey', key);
        if (label === undefined) return;
        keys.set(nameOf(label), { ...label, dueAtSeconds: numberOf(item, 'expiresAtSeconds') });
        return;
      }
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel !== undefined)
        parcels.set(nameOf({ tenant: parcel.tenant, labelId: textOf(item, 'labelId') }), {
          parcelId: parcel.parcelId,
          pseudonym: textOf(item, 'pseudonym'),
        });
      const due = partsOf('parcels', 'labelKeyDue', key);
      if (due !== undefined) noted.add(nameOf(due));
    },

    /** What the backup lacks; of a key whose parcel it lacks as well, nothing is known and nothing comes back. */
    *missing(): Generator<StoredItem> {
      for (const [name, dying] of keys) {
        const parcel = parcels.get(name);
        if (parcel === undefined || noted.has(name)) continue;
        const { key, item } = duePut({ ...dying, ...parcel });
        yield { key, item };
      }
    },
  };
};
