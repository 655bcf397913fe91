import { keyedHash, seal, type Sealed, type WrappedKey } from '@temkin/crypto';
import { inForce, toBase64Url, toHex, type Clock, type RandomBytes } from '@temkin/kernel';
import {
  clocksAtIssue,
  encodeGroups,
  escrowBinding,
  GROUP_NAMES,
  labelDiesAt,
  labelDigest,
  MAX_TOKEN_BYTES,
  monthsAfter,
  sealLabel,
  waybillUniquenessMonths,
  type IndexedPhones,
  type LabelKind,
  type ParcelFields,
} from '../domain/index.ts';
import type { PreparedParcel } from '../store/issue-writes.ts';
import { indexPhone } from './index-phone.ts';
import { toFields, type NewParcel } from './new-parcel.ts';
import type { Keeping, ParcelKeys } from './ports.ts';
import { refuse } from './refuse.ts';
import { requireCommune } from './require-commune.ts';

/** Ids of the parcel at a position of a request: the same whenever the request is repeated under one seed. */
export const idsAt = (
  seed: Uint8Array,
  index: number,
): { readonly parcelId: string; readonly labelId: string } => ({
  parcelId: toHex(keyedHash(seed, 16, 'parcel', String(index))),
  labelId: toHex(keyedHash(seed, 16, 'label', String(index)).subarray(0, 8)),
});

const SHORTEN: Readonly<Record<Keeping, string>> = {
  escrow: 'Shorten name, street or note, or issue it as opaque.',
  'label-only':
    'Your company keeps nothing besides the label, so all must fit there: shorten names, streets, note or goods.',
};

const tooLarge = (keeping: Keeping) =>
  refuse('PARCEL.TOO_LARGE', {
    detail: `The label would exceed ${MAX_TOKEN_BYTES} bytes. ${SHORTEN[keeping]}`,
  });

/** What the label carries: where nothing is kept besides it, everything. Refuses `PARCEL.KIND_NOT_ALLOWED`. */
const labelKind = (kind: NewParcel['kind'], keeping: Keeping): LabelKind => {
  if (keeping === 'escrow') return kind;
  if (kind === 'opaque')
    throw refuse('PARCEL.KIND_NOT_ALLOWED', {
      errors: [{ pointer: '/kind', detail: 'Must be sealed where nothing is kept besides the label.' }],
    });
  return 'sealed-all';
};

interface Preparing {
  readonly keys: ParcelKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const sealEscrow = async (
  { keys, random }: Preparing,
  tenant: string,
  parcelId: string,
  fields: ParcelFields,
  payloadVersion: number,
): Promise<{ readonly key: WrappedKey; readonly groups: Readonly<Record<string, Sealed>> }> => {
  const plaintexts = encodeGroups(fields, payloadVersion);
  if (plaintexts === 'too-large') throw tooLarge('escrow');
  const key = random(32);
  const groups = GROUP_NAMES.map((name) => {
    const binding = escrowBinding(tenant, parcelId, name, payloadVersion);
    return [name, seal(key, plaintexts[name], binding, random)] as const;
  });
  return { key: await keys.escrowKeys.wrap(tenant, key, parcelId), groups: Object.fromEntries(groups) };
};

const indexPhones = async (
  { ring }: ParcelKeys,
  tenant: string,
  { recipient, sender }: NewParcel,
): Promise<IndexedPhones> => ({
  recipient: await indexPhone(ring, tenant, recipient.phone),
  ...(sender !== undefined && { sender: await indexPhone(ring, tenant, sender.phone) }),
});

/**
 * Seals a parcel in every form it is kept in, and names the last day of each key. Nothing is stored yet. Refuses
 * `PARCEL.ADDRESS_INVALID`, `PARCEL.KIND_NOT_ALLOWED` and `PARCEL.TOO_LARGE`.
 */
export const prepareParcel = async (
  preparing: Preparing,
  { tenant, keeping }: { readonly tenant: string; readonly keeping: Keeping },
  ids: { readonly parcelId: string; readonly labelId: string },
  parcel: NewParcel,
): Promise<PreparedParcel> => {
  const { keys, clock, random } = preparing;
  const { parcelId, labelId } = ids;
  const issuedAt = clock.now();
  requireCommune(parcel.recipient.address, '/recipient/address/communeCode', issuedAt);
  if (parcel.sender !== undefined)
    requireCommune(parcel.sender.address, '/sender/address/communeCode', issuedAt);

  const fields = toFields(parcel);
  const kind = labelKind(parcel.kind, keeping);
  const label = sealLabel({ kind, labelId, fields, random });
  if (label === 'too-large') throw tooLarge(keeping);
  const digestKey = await keys.ring.current(tenant, 'digest');
  const subjectKey = random(32);

  return {
    parcel: {
      parcelId,
      waybillNumber: parcel.waybillNumber,
      labelId,
      kind,
      service: parcel.service,
      state: 'issued',
      communeCode: parcel.recipient.address.communeCode,
      ...(parcel.sortCode !== undefined && { sortCode: parcel.sortCode }),
      phones: await indexPhones(keys, tenant, parcel),
      issuedAt,
      ...clocksAtIssue(parcel.service, issuedAt),
      pseudonym: toBase64Url(keyedHash(subjectKey, 16, 'parcel', tenant, parcelId)),
    },
    token: label.token,
    label: {
      labelId,
      parcelId,
      kind,
      status: 'live',
      payloadVersion: label.payloadVersion,
      digest: labelDigest(digestKey.key, label.bytes),
      digestKeyId: digestKey.id,
      ...(label.groups !== undefined && { groups: label.groups }),
    },
    labelKey: await keys.labelKeys.wrap(tenant, label.key, labelId),
    subjectKey: await keys.subjectKeys.wrap(tenant, subjectKey, parcelId),
    ...(keeping === 'escrow' && {
      escrow: {
        ...(await sealEscrow(preparing, tenant, parcelId, fields, label.payloadVersion)),
        payloadVersion: label.payloadVersion,
      },
    }),
    waybillExpiresAtSeconds: monthsAfter(issuedAt, inForce(waybillUniquenessMonths, issuedAt).value) / 1_000,
    labelKeyExpiresAtSeconds: labelDiesAt(issuedAt) / 1_000,
  };
};
