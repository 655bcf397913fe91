import { keyOf, partsOf, textOf, type Key, type StoredItem } from '@temkin/storage';
import { fromShreddedItem } from './parcel-item.ts';

interface LabelName {
  readonly tenant: string;
  readonly labelId: string;
}

/** A label among all tenants', by the partition of its item, which its key shares. */
const labelName = (label: LabelName): string => keyOf('parcels', 'label', label).partition;

const parcelName = (parcel: { readonly tenant: string; readonly parcelId: string }): string =>
  keyOf('parcels', 'parcel', parcel).partition;

/** The label that an item is of: its own, its key's or that of the note of its last day. */
const labelIn = (key: Key): string | undefined => {
  if (key.table === 'parcel-keys')
    return partsOf('parcel-keys', 'labelKey', key) === undefined ? undefined : key.partition;
  if (partsOf('parcels', 'label', key) !== undefined) return key.partition;
  const due = partsOf('parcels', 'due', key);
  return due?.clock === 'label' ? labelName({ tenant: due.tenant, labelId: due.id }) : undefined;
};

/** Tells which labels of a backup are their parcels' present ones, by the items that it is shown. */
export const labelsInUse = () => {
  /** Parcels by label, and present labels by parcel: undefined where none is to come back. */
  const parcels = new Map<string, string>();
  const present = new Map<string, string | undefined>();
  return {
    study: ({ key, item }: StoredItem): void => {
      const label = partsOf('parcels', 'label', key);
      if (label !== undefined)
        parcels.set(key.partition, parcelName({ tenant: label.tenant, parcelId: textOf(item, 'parcelId') }));
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel === undefined || fromShreddedItem(item) !== undefined) return;
      present.set(key.partition, labelName({ tenant: parcel.tenant, labelId: textOf(item, 'labelId') }));
    },

    /** Says that none of a parcel's labels is to come back: it was given another. */
    endAll: (parcel: { readonly tenant: string; readonly parcelId: string }): void => {
      present.set(parcelName(parcel), undefined);
    },

    /** Whether an item is of a label that its parcel does not have any more. */
    isFormer: (key: Key): boolean => {
      const label = labelIn(key);
      const parcel = label === undefined ? undefined : parcels.get(label);
      return parcel !== undefined && present.has(parcel) && present.get(parcel) !== label;
    },
  };
};
