import { keyOf, type Key } from '@temkin/storage';
import type { Parcel } from '../domain/index.ts';
import { dueKey, type DueLabelKey } from './due-keys.ts';
import { phoneKeys } from './indexed-phones.ts';

/** What dies with a label: its key, and the note of its last day. */
export const mortalItemsOfLabel = (
  due: Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>,
): readonly Key[] => [keyOf('parcel-keys', 'labelKey', due), dueKey(due)];

const escrowAmendmentKeys = (
  tenant: string,
  { parcelId, amendmentVersion = 0 }: Pick<Parcel, 'parcelId' | 'amendmentVersion'>,
): readonly Key[] =>
  Array.from({ length: amendmentVersion }, (_, at) =>
    keyOf('parcel-escrow', 'amendment', { tenant, parcelId, amendmentVersion: String(at + 1) }),
  );

/**
 * What dies with a parcel beyond its labels: the escrow copy and its amendments; the subject key, under which details of
 * custody are sealed and without which nobody can work out who the parcel is in the log; and the entries of the phone index.
 */
export const mortalItemsOfParcel = (
  tenant: string,
  parcel: Pick<Parcel, 'parcelId' | 'phones' | 'amendmentVersion'>,
): readonly Key[] => [
  keyOf('parcel-escrow', 'escrow', { tenant, parcelId: parcel.parcelId }),
  ...escrowAmendmentKeys(tenant, parcel),
  keyOf('parcel-keys', 'subjectKey', { tenant, parcelId: parcel.parcelId }),
  ...phoneKeys(tenant, parcel),
];
