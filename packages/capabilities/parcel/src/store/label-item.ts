import type { Sealed, WrappedKey } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import { bytesOf, keyOf, numberOf, optional, relyOn, textOf, type Item } from '@temkin/storage';
import type { GroupName, LabelKind, LabelStatus, Read } from '../domain/index.ts';
import { mapOf, sealedGroups } from './sealed-groups.ts';

/** What replaces what a superseded label says. */
export interface Replacement {
  /** Amendments up to this one are in it. */
  readonly version: number;
  /** Undefined where the group is not there. */
  readonly sealed: (group: GroupName) => Sealed | undefined;
}

/** What the registry keeps of a label. */
export interface Label {
  readonly labelId: string;
  readonly parcelId: string;
  readonly kind: LabelKind;
  readonly status: LabelStatus;
  readonly payloadVersion: number;
  /** Keyed digest of the whole token, and the tenant key that made it. */
  readonly digest: Uint8Array;
  readonly digestKeyId: string;
  /** The sealed groups of an opaque label, which carries none itself. */
  readonly groups?: Uint8Array;
  /** Of a superseded label. */
  readonly replacement?: Replacement;
  /** Of a label that replaced another: the event that says so. */
  readonly reissueReceipt?: Receipt;
}

/** A new label as its item. */
export const toLabelItem = (label: Omit<Label, 'replacement'>): Item => ({
  parcelId: label.parcelId,
  kind: label.kind,
  status: label.status,
  payloadVersion: label.payloadVersion,
  digest: label.digest,
  digestKeyId: label.digestKeyId,
  ...(label.groups !== undefined && { groups: label.groups }),
  ...(label.reissueReceipt !== undefined && {
    reissueEventId: label.reissueReceipt.eventId,
    reissueLeaf: label.reissueReceipt.leaf,
  }),
  version: 1,
});

/** An item as the label it keeps. */
export const fromLabelItem = (tenant: string, labelId: string, item: Item): Read<Label> => {
  const groups = optional(bytesOf, item, 'groups');
  const replacementVersion = optional(numberOf, item, 'replacementVersion');
  const reissueEventId = optional(textOf, item, 'reissueEventId');
  return {
    labelId,
    parcelId: textOf(item, 'parcelId'),
    kind: textOf(item, 'kind') as LabelKind,
    status: textOf(item, 'status') as LabelStatus,
    payloadVersion: numberOf(item, 'payloadVersion'),
    digest: bytesOf(item, 'digest'),
    digestKeyId: textOf(item, 'digestKeyId'),
    ...(groups !== undefined && { groups }),
    ...(replacementVersion !== undefined && {
      replacement: { version: replacementVersion, sealed: sealedGroups(mapOf(item.replacement)) },
    }),
    ...(reissueEventId !== undefined && {
      reissueReceipt: { eventId: reissueEventId, leaf: textOf(item, 'reissueLeaf') },
    }),
    reliedOn: relyOn(keyOf('parcels', 'label', { tenant, labelId }), numberOf(item, 'version')),
  };
};

/** A wrapped key as its item keeps it. */
export const toWrappedKey = (item: Item): WrappedKey => ({
  keyId: textOf(item, 'keyId'),
  nonce: bytesOf(item, 'nonce'),
  wrapped: bytesOf(item, 'wrapped'),
});
