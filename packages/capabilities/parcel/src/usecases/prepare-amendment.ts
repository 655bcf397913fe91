import {
  amendmentKey,
  escrowAmendmentOwner,
  GROUP_NAMES,
  LABEL_KINDS,
  sealAmendment,
  type AmendmentChanges,
  type LabelKind,
  type Parcel,
  type SealedAmendment,
} from '../domain/index.ts';
import type { PreparedAmendment } from '../store/amend-writes.ts';
import type { AmendingDependencies } from './amend-parcel.ts';
import { indexOtherPhone } from './index-phones.ts';
import { refuse } from './refuse.ts';
import { requireCommune } from './require-commune.ts';

/** An amendment that was decided upon. */
export interface DecidedAmendment {
  readonly changes: AmendmentChanges;
  readonly sortCode?: string;
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly amendedAt: number;
}

/** Where a parcel goes to another address: a sort code is of its commune. */
const routingOf = (
  parcel: Parcel,
  communeCode: string,
  sortCode: string | undefined,
): Pick<Parcel, 'communeCode' | 'sortCode'> => {
  const kept = communeCode === parcel.communeCode ? parcel.sortCode : undefined;
  const next = sortCode ?? kept;
  return { communeCode, ...(next !== undefined && { sortCode: next }) };
};

const requireToCome = (changes: AmendmentChanges, nowMilliseconds: number): void => {
  const window = changes.delivery?.deliveryWindow;
  if (window === undefined || window === null || nowMilliseconds < window.to) return;
  throw refuse('PARCEL.DATE_INVALID', {
    errors: [{ pointer: '/deliveryWindow/to', detail: 'Must lie in the future.' }],
  });
};

/**
 * Seals an amendment beside each label whose key lives, and beside the escrow copy under a fresh key: whoever seals
 * cannot open what the copy says. Answers `shredded` where nothing is kept of the parcel any more. Refuses
 * `PARCEL.ADDRESS_INVALID` and `PARCEL.DATE_INVALID`.
 */
export const prepareAmendment = async (
  { store, keys, random }: Pick<AmendingDependencies, 'store' | 'keys' | 'random'>,
  tenant: string,
  parcel: Parcel,
  { changes, sortCode, version, amendedAt }: DecidedAmendment,
): Promise<PreparedAmendment | 'shredded'> => {
  const { parcelId } = parcel;
  const { communeCode } = changes.delivery ?? {};
  if (communeCode !== undefined) requireCommune({ communeCode }, '/recipient/address/communeCode', amendedAt);
  requireToCome(changes, amendedAt);

  const retainedUntilSeconds = await store.retainedUntilSeconds(tenant, parcelId, amendedAt);
  if (retainedUntilSeconds === undefined) return 'shredded';
  const bound = { tenant, parcelId, version } as const;

  const besideLabel = async (
    labelId: string,
    kind: LabelKind,
  ): Promise<readonly (readonly [labelId: string, sealed: SealedAmendment])[]> => {
    const wrapped = await store.labelKey(tenant, labelId, amendedAt);
    if (wrapped === undefined) return [];
    const labelKey = await keys.labelKeys.unwrap(tenant, wrapped, labelId);
    if (labelKey === undefined) throw new Error('a stored label key cannot be opened');
    const { groups } = LABEL_KINDS[kind];
    const binding = { ...bound, beside: { labelId } };
    return [[labelId, sealAmendment(amendmentKey(labelKey), changes, groups, binding, random)]];
  };

  const besideSuperseded = async () => {
    const { superseded } = parcel;
    const label = superseded && (await store.label(tenant, superseded.labelId));
    return label === undefined ? [] : besideLabel(label.labelId, label.kind);
  };

  const escrowKey = random(32);
  const phone = changes.contact?.recipientPhone;
  return {
    labels: Object.fromEntries([
      ...(await besideLabel(parcel.labelId, parcel.kind)),
      ...(await besideSuperseded()),
    ]),
    escrow: {
      key: await keys.escrowKeys.wrap(tenant, escrowKey, escrowAmendmentOwner(parcelId, version)),
      groups: sealAmendment(escrowKey, changes, GROUP_NAMES, { ...bound, beside: 'escrow' }, random),
    },
    retainedUntilSeconds,
    ...(communeCode !== undefined && { routing: routingOf(parcel, communeCode, sortCode) }),
    ...(phone !== undefined && {
      phone: await indexOtherPhone(keys.ring, tenant, phone, parcel.phones),
    }),
  };
};
