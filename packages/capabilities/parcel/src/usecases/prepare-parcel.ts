import { keyedHash } from '@temkin/crypto';
import { inForce, monthsAfter, toBase64Url, toHex, type Clock } from '@temkin/kernel';
import { clocksAtIssue, labelDiesAt, waybillUniquenessMonths } from '../domain/index.ts';
import type { PreparedParcel } from '../store/issue-writes.ts';
import type { NewParcel } from './new-parcel.ts';
import type { Keeping } from './ports.ts';
import { prepareLabel, type Sealing } from './prepare-label.ts';

/** Ids of the parcel at a position of a request: the same whenever the request is repeated under one seed. */
export const idsAt = (
  seed: Uint8Array,
  index: number,
): { readonly parcelId: string; readonly labelId: string } => ({
  parcelId: toHex(keyedHash(seed, 16, 'parcel', String(index))),
  labelId: toHex(keyedHash(seed, 16, 'label', String(index)).subarray(0, 8)),
});

/**
 * Seals a parcel in every form it is kept in, and names the last day of each key. Nothing is stored yet. Refuses by the
 * codes of `prepareLabel`.
 */
export const prepareParcel = async (
  sealing: Sealing & { readonly clock: Clock },
  keeping: { readonly tenant: string; readonly keeping: Keeping },
  ids: { readonly parcelId: string; readonly labelId: string },
  parcel: NewParcel,
): Promise<PreparedParcel> => {
  const { keys, clock, random } = sealing;
  const { tenant } = keeping;
  const { parcelId, labelId } = ids;
  const issuedAt = clock.now();
  const { phones, ...prepared } = await prepareLabel(sealing, keeping, ids, parcel, issuedAt);
  const subjectKey = random(32);
  return {
    ...prepared,
    parcel: {
      parcelId,
      waybillNumber: parcel.waybillNumber,
      labelId,
      kind: prepared.label.kind,
      service: parcel.service,
      state: 'issued',
      communeCode: parcel.recipient.address.communeCode,
      ...(parcel.sortCode !== undefined && { sortCode: parcel.sortCode }),
      phones,
      issuedAt,
      ...clocksAtIssue(parcel.service, issuedAt),
      pseudonym: toBase64Url(keyedHash(subjectKey, 16, 'parcel', tenant, parcelId)),
    },
    subjectKey: await keys.subjectKeys.wrap(tenant, subjectKey, parcelId),
    waybillExpiresAtSeconds: monthsAfter(issuedAt, inForce(waybillUniquenessMonths, issuedAt).value) / 1_000,
    labelKeyExpiresAtSeconds: labelDiesAt(issuedAt) / 1_000,
  };
};
