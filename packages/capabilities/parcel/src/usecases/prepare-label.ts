import { seal, type WrappedKey } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';
import {
  encodeGroups,
  escrowBinding,
  GROUP_NAMES,
  labelDigest,
  MAX_TOKEN_BYTES,
  sealLabel,
  type IndexedPhones,
  type LabelKind,
  type ParcelFields,
} from '../domain/index.ts';
import type { SealedCopy } from '../store/escrow-copy-item.ts';
import type { Label } from '../store/label-item.ts';
import { indexPhones } from './index-phones.ts';
import { toFields, type NewParcel } from './new-parcel.ts';
import type { Keeping, ParcelKeys } from './ports.ts';
import { refuse } from './refuse.ts';
import { requireCommune } from './require-commune.ts';

/** A label for what a body says, and all that is kept beside it. */
export interface PreparedLabel {
  /** The text of its QR code. */
  readonly token: string;
  readonly label: Label;
  readonly labelKey: WrappedKey;
  /** Absent where nothing is kept besides the label. */
  readonly escrow?: SealedCopy;
  readonly phones: IndexedPhones;
}

/** What sealing takes. */
export interface Sealing {
  readonly keys: ParcelKeys;
  readonly random: RandomBytes;
}

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

const sealEscrow = async (
  { keys, random }: Sealing,
  tenant: string,
  parcelId: string,
  fields: ParcelFields,
  payloadVersion: number,
): Promise<SealedCopy> => {
  const plaintexts = encodeGroups(fields, payloadVersion);
  if (plaintexts === 'too-large') throw tooLarge('escrow');
  const key = random(32);
  const groups = GROUP_NAMES.map((name) => {
    const binding = escrowBinding(tenant, parcelId, name, payloadVersion);
    return [name, seal(key, plaintexts[name], binding, random)] as const;
  });
  return {
    key: await keys.escrowKeys.wrap(tenant, key, parcelId),
    payloadVersion,
    groups: Object.fromEntries(groups),
  };
};

/**
 * Seals a label, and an escrow copy where one is kept, for what a body says at an instant. Nothing is stored yet. Refuses
 * `PARCEL.ADDRESS_INVALID`, `PARCEL.KIND_NOT_ALLOWED` and `PARCEL.TOO_LARGE`.
 */
export const prepareLabel = async (
  sealing: Sealing,
  { tenant, keeping }: { readonly tenant: string; readonly keeping: Keeping },
  { parcelId, labelId }: { readonly parcelId: string; readonly labelId: string },
  parcel: NewParcel,
  atMilliseconds: number,
): Promise<PreparedLabel> => {
  const { keys, random } = sealing;
  requireCommune(parcel.recipient.address, '/recipient/address/communeCode', atMilliseconds);
  if (parcel.sender !== undefined)
    requireCommune(parcel.sender.address, '/sender/address/communeCode', atMilliseconds);

  const fields = toFields(parcel);
  const kind = labelKind(parcel.kind, keeping);
  const sealed = sealLabel({ kind, labelId, fields, random });
  if (sealed === 'too-large') throw tooLarge(keeping);
  const { token, bytes, key, payloadVersion, groups } = sealed;
  const digestKey = await keys.ring.current(tenant, 'digest');
  return {
    token,
    label: {
      labelId,
      parcelId,
      kind,
      status: 'live',
      payloadVersion,
      digest: labelDigest(digestKey.key, bytes),
      digestKeyId: digestKey.id,
      ...(groups !== undefined && { groups }),
    },
    labelKey: await keys.labelKeys.wrap(tenant, key, labelId),
    ...(keeping === 'escrow' && {
      escrow: await sealEscrow(sealing, tenant, parcelId, fields, payloadVersion),
    }),
    phones: await indexPhones(keys.ring, tenant, {
      recipient: parcel.recipient.phone,
      ...(parcel.sender !== undefined && { sender: parcel.sender.phone }),
    }),
  };
};
