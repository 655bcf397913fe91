import type { Sealed } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import { numberOf, textOf, textsOf, type Item } from '@temkin/storage';
import type { AmendableField, SealedAmendment } from '../domain/index.ts';
import { mapOf, sealedGroups, toSealedGroups } from './sealed-groups.ts';

/** One amendment of a parcel, in clear: what it changed, by name. */
export interface Amendment {
  /** 32 hexadecimal digits: the same whenever the request that made it is repeated. */
  readonly amendmentId: string;
  /** Consecutive within a parcel, from 1 on. */
  readonly version: number;
  readonly fields: readonly AmendableField[];
  /** Milliseconds since the epoch. */
  readonly amendedAt: number;
  readonly receipt: Receipt;
}

/** An amendment as it is stored. */
export interface StoredAmendment extends Amendment {
  /** The groups it changed, sealed beside a label; undefined where one is not there. */
  readonly beside: (labelId: string) => (group: string) => Sealed | undefined;
}

/** An amendment as its item, sealed beside each label by its id. */
export const toAmendmentItem = (
  amendment: Amendment,
  labels: Readonly<Record<string, SealedAmendment>>,
): Item => ({
  amendmentId: amendment.amendmentId,
  version: amendment.version,
  fields: [...amendment.fields],
  amendedAt: amendment.amendedAt,
  eventId: amendment.receipt.eventId,
  leaf: amendment.receipt.leaf,
  labels: Object.fromEntries(
    Object.entries(labels).map(([labelId, sealed]) => [labelId, toSealedGroups(sealed)]),
  ),
});

/** An item as the amendment it keeps. */
export const fromAmendmentItem = (item: Item): StoredAmendment => ({
  amendmentId: textOf(item, 'amendmentId'),
  version: numberOf(item, 'version'),
  fields: textsOf(item, 'fields') as readonly AmendableField[],
  amendedAt: numberOf(item, 'amendedAt'),
  receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
  beside: (labelId) => sealedGroups(mapOf(mapOf(item.labels)?.[labelId])),
});
