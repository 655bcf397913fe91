import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Item,
  type Key,
  type StoredItem,
} from '@temkin/storage';
import { dueKey, duePut, isLabelKey, readDue, type Due, type DueLabelKey } from './due-keys.ts';

/** A label among all tenants', by the partition of its key. */
const labelName = (label: { readonly tenant: string; readonly labelId: string }): string =>
  keyOf('parcel-keys', 'labelKey', label).partition;

const parcelName = (parcel: { readonly tenant: string; readonly parcelId: string }): string =>
  keyOf('parcels', 'parcel', parcel).partition;

const clockName = (due: Due): string => (isLabelKey(due) ? labelName(due) : parcelName(due));

const placeOf = ({ partition, sort }: Key): string => JSON.stringify([partition, sort]);

/**
 * Holds the clocks of a backup's labels and parcels against the notes of them, by the items that it is shown: what was read
 * of the notes before their parcel was issued, or moved to another day, does not fit, and no shredder would ever come upon
 * such a key. Parcels are shown as they are to come back.
 */
export const missingDueItems = () => {
  const parcels = new Map<string, Pick<DueLabelKey, 'parcelId' | 'pseudonym'>>();
  const parcelsDue = new Map<string, Due>();
  const keys = new Map<string, Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>>();
  const noted = new Set<string>();

  const studyParcel = (parcel: { readonly tenant: string; readonly parcelId: string }, item: Item): void => {
    const dueAt = optional(numberOf, item, 'dueAt');
    // What is shredded has no clock.
    if (dueAt === undefined) return;
    const { tenant, parcelId } = parcel;
    parcelsDue.set(parcelName(parcel), { tenant, parcelId, dueAtSeconds: dueAt / 1_000 });
    parcels.set(labelName({ tenant, labelId: textOf(item, 'labelId') }), {
      parcelId,
      pseudonym: textOf(item, 'pseudonym'),
    });
  };

  return {
    study: ({ key, item }: StoredItem): void => {
      if (key.table === 'parcel-keys') {
        const label = partsOf('parcel-keys', 'labelKey', key);
        if (label !== undefined)
          keys.set(labelName(label), { ...label, dueAtSeconds: numberOf(item, 'expiresAtSeconds') });
        return;
      }
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel !== undefined) studyParcel(parcel, item);
      if (partsOf('parcels', 'due', key) !== undefined) noted.add(placeOf(key));
    },

    /** Whether a note is of another instant than what it is of. */
    isStale: (key: Key, item: Item): boolean => {
      const due = readDue(key, item);
      const known = due && (keys.get(clockName(due)) ?? parcelsDue.get(clockName(due)));
      return known !== undefined && known.dueAtSeconds !== due?.dueAtSeconds;
    },

    /** What the backup lacks; of a key whose parcel it lacks as well, nothing is known and nothing comes back. */
    *missing(): Generator<StoredItem> {
      const labels = [...keys].flatMap(([name, dying]): readonly Due[] => {
        const parcel = parcels.get(name);
        return parcel === undefined ? [] : [{ ...dying, ...parcel }];
      });
      for (const due of [...labels, ...parcelsDue.values()]) {
        if (noted.has(placeOf(dueKey(due)))) continue;
        const { key, item } = duePut(due);
        yield { key, item };
      }
    },
  };
};
