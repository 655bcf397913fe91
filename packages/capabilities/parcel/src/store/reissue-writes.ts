import type { WrappedKey } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import { keyOf, type Item, type Write } from '@temkin/storage';
import type { IndexedPhones, Parcel, Read, SealedReplacement } from '../domain/index.ts';
import { dueMoveWrites, duePut, type DueLabelKey } from './due-keys.ts';
import { toEscrowItem, type SealedCopy } from './escrow-copy-item.ts';
import { expectedParcelPut } from './expected-parcels.ts';
import { phoneFields, phoneWrites } from './indexed-phones.ts';
import { toLabelItem, type Label } from './label-item.ts';
import { mortalItemsOfLabel } from './mortal-items.ts';
import { SUPERSEDED_FIELDS } from './parcel-item.ts';
import { toSealedGroups } from './sealed-groups.ts';

/** The label that stays in use beside the new one, and what it says from now on. */
export interface StayingLabel {
  readonly label: Read<Label>;
  readonly key: DueLabelKey;
  /** Its last instant, in seconds since the epoch. */
  readonly untilSeconds: number;
  readonly replacement: SealedReplacement;
}

/** A new label sealed for a parcel in every form it is kept in. Instants in seconds since the epoch. */
export interface PreparedReissue {
  readonly label: Label;
  readonly labelKey: WrappedKey;
  readonly labelKeyExpiresAtSeconds: number;
  /** Absent where nothing is kept besides the label. */
  readonly escrow?: SealedCopy;
  readonly phones: IndexedPhones;
  readonly routing: Pick<Parcel, 'communeCode' | 'sortCode'>;
  readonly retainedUntilSeconds: number;
  /** Absent where every former label dies at once. */
  readonly staying?: StayingLabel;
  readonly dying: { readonly labels: readonly Read<Label>[]; readonly keys: readonly DueLabelKey[] };
}

const labelUpdate = (tenant: string, { labelId, reliedOn }: Read<Label>, set: Item): Write => ({
  kind: 'update',
  key: keyOf('parcels', 'label', { tenant, labelId }),
  set,
  add: { version: 1 },
  condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
});

/** Says beside a label what replaces it, and brings the death of its key forward; one that is superseded keeps its last day. */
const stayingWrites = (
  tenant: string,
  { label, key, untilSeconds, replacement }: StayingLabel,
  version: number,
): readonly Write[] => [
  labelUpdate(tenant, label, {
    status: 'superseded',
    replacement: toSealedGroups(replacement),
    replacementVersion: version,
  }),
  {
    kind: 'update',
    key: keyOf('parcel-keys', 'labelKey', key),
    set: { expiresAtSeconds: untilSeconds },
    condition: [{ attribute: 'expiresAtSeconds', is: 'equal', to: key.dueAtSeconds }],
  },
  ...dueMoveWrites({ ...key, isSuperseded: true }, untilSeconds),
];

/** A parcel under its new label: nothing of what was amended before is told of it. */
export const reissued = (
  { amendedAt: _amendedAt, superseded: _former, sortCode: _sortCode, ...parcel }: Parcel,
  { label, phones, routing, staying }: PreparedReissue,
): Parcel => ({
  ...parcel,
  labelId: label.labelId,
  kind: label.kind,
  ...routing,
  phones,
  ...(staying !== undefined && {
    superseded: { labelId: staying.label.labelId, until: staying.untilSeconds * 1_000 },
  }),
});

/** The same, as fields of its item to set and to remove. */
const parcelChange = (prepared: PreparedReissue) => {
  const { label, phones, routing, staying } = prepared;
  const superseded = staying && {
    supersededLabelId: staying.label.labelId,
    supersededUntil: staying.untilSeconds * 1_000,
  };
  return {
    set: { labelId: label.labelId, kind: label.kind, ...routing, ...phoneFields(phones), ...superseded },
    remove: [
      'amendedAt',
      ...(routing.sortCode === undefined ? ['sortCode'] : []),
      ...(phones.sender === undefined ? ['senderPhoneKeyId', 'senderPhoneHash'] : []),
      ...(superseded === undefined ? SUPERSEDED_FIELDS : []),
    ],
  };
};

/**
 * Gives a parcel a new label with all that is kept of it: what the former ones open dies in one with it, or stays as long as
 * is said. Refused where the parcel or a label of it is no longer as it was read, everything that is kept is destroyed, or
 * the new label is there already.
 */
export const reissueWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  prepared: PreparedReissue,
  reissueReceipt: Receipt,
): readonly Write[] => {
  const { parcelId, pseudonym, amendmentVersion = 0 } = parcel;
  const { label, labelKey, labelKeyExpiresAtSeconds, escrow, phones, retainedUntilSeconds, routing } =
    prepared;
  const { labelId } = label;
  const { set, remove } = parcelChange(prepared);
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { ...set, eventId: reissueReceipt.eventId },
      remove,
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: parcel.reliedOn.version }],
    },
    {
      kind: 'put',
      key: keyOf('parcels', 'label', { tenant, labelId }),
      item: toLabelItem({ ...label, reissueReceipt }),
      condition: 'absent',
    },
    {
      kind: 'put',
      key: keyOf('parcel-keys', 'labelKey', { tenant, labelId }),
      item: { ...labelKey, expiresAtSeconds: labelKeyExpiresAtSeconds },
      condition: 'absent',
    },
    duePut({ tenant, labelId, parcelId, pseudonym, dueAtSeconds: labelKeyExpiresAtSeconds }),
    {
      kind: 'check',
      key: keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }),
      condition: 'present',
    },
    ...prepared.dying.labels.map((dying) => labelUpdate(tenant, dying, { status: 'dead' })),
    ...prepared.dying.keys.flatMap(mortalItemsOfLabel).map((key) => ({ kind: 'delete', key }) as const),
    ...(prepared.staying === undefined ? [] : stayingWrites(tenant, prepared.staying, amendmentVersion)),
    ...(escrow === undefined
      ? []
      : [
          {
            kind: 'put',
            key: keyOf('parcel-escrow', 'escrow', { tenant, parcelId }),
            item: toEscrowItem(escrow, retainedUntilSeconds, amendmentVersion),
          } as const,
        ]),
    ...phoneWrites(tenant, { parcelId, phones }, retainedUntilSeconds, parcel.phones),
    ...expectedParcelPut(tenant, parcel, routing),
  ];
};
