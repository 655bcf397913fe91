import type { WrappedKey } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import { keyOf, type Write } from '@temkin/storage';
import type { Parcel } from '../domain/index.ts';
import { duePut } from './due-keys.ts';
import { toEscrowItem, type SealedCopy } from './escrow-copy-item.ts';
import { phoneWrites } from './indexed-phones.ts';
import { toLabelItem, type Label } from './label-item.ts';
import { toParcelItem } from './parcel-item.ts';

/** A parcel sealed in every form it is kept in. Instants in seconds since the epoch. */
export interface PreparedParcel {
  readonly parcel: Omit<Parcel, 'issueReceipt'>;
  readonly token: string;
  readonly label: Label;
  readonly labelKey: WrappedKey;
  readonly subjectKey: WrappedKey;
  /** Absent where nothing is kept besides the label. */
  readonly escrow?: SealedCopy;
  readonly waybillExpiresAtSeconds: number;
  readonly labelKeyExpiresAtSeconds: number;
}

/** Items that one parcel is written as, at most: two of them index phones. */
export const ITEMS_PER_PARCEL = 10;

/**
 * The writes that issue a parcel. The first is refused where the parcel exists, the second where its waybill number is
 * taken; the others have keys that are new where the first has.
 */
export const issueWrites = (
  tenant: string,
  issuedBy: string,
  prepared: PreparedParcel,
  issueReceipt: Receipt,
): readonly Write[] => {
  const { parcel, label, labelKey, subjectKey, escrow } = prepared;
  const { parcelId, labelId, waybillNumber } = parcel;
  const nowSeconds = parcel.issuedAt / 1_000;
  const expiresAtSeconds = parcel.retainedUntil / 1_000;
  return [
    {
      kind: 'put',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      item: toParcelItem({ ...parcel, issueReceipt }, issuedBy),
      condition: 'absent',
    },
    {
      kind: 'put',
      key: keyOf('parcels', 'waybill', { tenant, waybillNumber }),
      item: { parcelId, expiresAtSeconds: prepared.waybillExpiresAtSeconds },
      condition: [{ attribute: 'expiresAtSeconds', is: 'absent-or-less', than: nowSeconds }],
    },
    {
      kind: 'put',
      key: keyOf('parcels', 'label', { tenant, labelId }),
      item: toLabelItem(label),
      condition: 'absent',
    },
    {
      kind: 'put',
      key: keyOf('parcel-keys', 'labelKey', { tenant, labelId }),
      item: { ...labelKey, expiresAtSeconds: prepared.labelKeyExpiresAtSeconds },
      condition: 'absent',
    },
    duePut({
      tenant,
      labelId,
      parcelId,
      pseudonym: parcel.pseudonym,
      dueAtSeconds: prepared.labelKeyExpiresAtSeconds,
    }),
    duePut({ tenant, parcelId, dueAtSeconds: parcel.dueAt / 1_000 }),
    {
      kind: 'put',
      key: keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }),
      item: { ...subjectKey, expiresAtSeconds },
      condition: 'absent',
    },
    ...(escrow === undefined
      ? []
      : [
          {
            kind: 'put',
            key: keyOf('parcel-escrow', 'escrow', { tenant, parcelId }),
            item: toEscrowItem(escrow, expiresAtSeconds),
            condition: 'absent',
          } as const,
        ]),
    ...phoneWrites(tenant, parcel, expiresAtSeconds),
  ];
};
