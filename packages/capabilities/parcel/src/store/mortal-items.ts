import { keyOf, type Key } from '@temkin/storage';
import type { Parcel } from '../domain/index.ts';
import { dueKey, type DueLabelKey } from './due-keys.ts';

/** What dies with a label: its key, and the note of its last day. */
export const mortalItemsOfLabel = (
  due: Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>,
): readonly Key[] => [keyOf('parcel-keys', 'labelKey', due), dueKey(due)];

/**
 * What dies with a parcel beyond its labels: the escrow copy; the subject key, under which details of custody are sealed
 * and without which nobody can work out who the parcel is in the log; and the entries of the phone index.
 */
export const mortalItemsOfParcel = (
  tenant: string,
  { parcelId, phones }: Pick<Parcel, 'parcelId' | 'phones'>,
): readonly Key[] => [
  keyOf('parcel-escrow', 'escrow', { tenant, parcelId }),
  keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }),
  ...phones.map((phone) => keyOf('parcels', 'phone', { tenant, parcelId, ...phone })),
];
