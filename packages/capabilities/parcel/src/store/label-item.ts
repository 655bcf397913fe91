import type { WrappedKey } from '@temkin/crypto';
import { bytesOf, keyOf, numberOf, optional, relyOn, textOf, type Item } from '@temkin/storage';
import type { LabelKind, Read } from '../domain/index.ts';

/** What the registry keeps of a label. */
export interface Label {
  readonly labelId: string;
  readonly parcelId: string;
  readonly kind: LabelKind;
  /** Only a live label opens or moves a parcel. */
  readonly status: 'live' | 'dead';
  readonly payloadVersion: number;
  /** Keyed digest of the whole token, and the tenant key that made it. */
  readonly digest: Uint8Array;
  readonly digestKeyId: string;
  /** The sealed groups of an opaque label, which carries none itself. */
  readonly groups?: Uint8Array;
}

/** A label as its item. */
export const toLabelItem = (label: Label): Item => ({
  parcelId: label.parcelId,
  kind: label.kind,
  status: label.status,
  payloadVersion: label.payloadVersion,
  digest: label.digest,
  digestKeyId: label.digestKeyId,
  ...(label.groups !== undefined && { groups: label.groups }),
  version: 1,
});

/** An item as the label it keeps. */
export const fromLabelItem = (tenant: string, labelId: string, item: Item): Read<Label> => {
  const groups = optional(bytesOf, item, 'groups');
  return {
    labelId,
    parcelId: textOf(item, 'parcelId'),
    kind: textOf(item, 'kind') as LabelKind,
    status: textOf(item, 'status') as Label['status'],
    payloadVersion: numberOf(item, 'payloadVersion'),
    digest: bytesOf(item, 'digest'),
    digestKeyId: textOf(item, 'digestKeyId'),
    ...(groups !== undefined && { groups }),
    reliedOn: relyOn(keyOf('parcels', 'label', { tenant, labelId }), numberOf(item, 'version')),
  };
};

/** A wrapped key as its item keeps it. */
export const toWrappedKey = (item: Item): WrappedKey => ({
  keyId: textOf(item, 'keyId'),
  nonce: bytesOf(item, 'nonce'),
  wrapped: bytesOf(item, 'wrapped'),
});
