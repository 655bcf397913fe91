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
import {
  dueKey,
  duePut,
  isLabelKey,
  readDue,
  type Due,
  type DueLabelKey,
  type DueParcel,
} from './due-keys.ts';

/** A label among all tenants', by the partition of its key. */
const labelName = (label: { readonly tenant: string; readonly labelId: string }): string =>
  keyOf('parcel-keys', 'labelKey', label).partition;

const parcelName = (parcel: { readonly tenant: string; readonly parcelId: string }): string =>
  keyOf('parcels', 'parcel', parcel).partition;

/**
 * Holds the clocks of a backup's labels and parcels against the notes of them, by the items that it is shown: what was read
 * of the notes before their parcel was issued, or moved, does not fit, and no shredder would come upon such a key in time.
 * Parcels are shown as they are to come back.
 */
export const missingDueItems = () => {
  const parcels = new Map<string, Pick<DueLabelKey, 'parcelId' | 'pseudonym'>>();
  const parcelsDue = new Map<string, DueParcel>();
  const keys = new Map<string, Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>>();
  /** Label keys with the instant of each note, and parcels with that of their first. */
  const labelNotes = new Set<string>();
  const parcelNotes = new Map<string, number>();

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

  const studyNote = (due: Due): void => {
    if (isLabelKey(due)) {
      labelNotes.add(dueKey(due).partition + labelName(due));
      return;
    }
    const name = parcelName(due);
    parcelNotes.set(name, Math.min(due.dueAtSeconds, parcelNotes.get(name) ?? due.dueAtSeconds));
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
      const due = readDue(key, item);
      if (due !== undefined) studyNote(due);
    },

    /** Whether a note is of another instant than the label key that it is of. */
    isStale: (key: Key, item: Item): boolean => {
      const due = readDue(key, item);
      const known = due !== undefined && isLabelKey(due) ? keys.get(labelName(due)) : undefined;
      return known !== undefined && known.dueAtSeconds !== due?.dueAtSeconds;
    },

    /** What the backup lacks; of a key whose parcel it lacks as well, nothing is known and nothing comes back. */
    *missing(): Generator<StoredItem> {
      for (const [name, dying] of keys) {
        const parcel = parcels.get(name);
        if (parcel === undefined || labelNotes.has(dueKey(dying).partition + name)) continue;
        const { key, item } = duePut({ ...dying, ...parcel });
        yield { key, item };
      }
      for (const [name, due] of parcelsDue) {
        if ((parcelNotes.get(name) ?? Number.POSITIVE_INFINITY) <= due.dueAtSeconds) continue;
        const { key, item } = duePut(due);
        yield { key, item };
      }
    },
  };
};
