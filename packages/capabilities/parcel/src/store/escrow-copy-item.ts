import type { Sealed, WrappedKey } from '@temkin/crypto';
import type { Item } from '@temkin/storage';
import { toSealedGroups } from './sealed-groups.ts';

/** All groups of a parcel, sealed under a fresh key. */
export interface SealedCopy {
  readonly key: WrappedKey;
  readonly payloadVersion: number;
  readonly groups: Readonly<Record<string, Sealed>>;
}

/** An escrow copy as its item; amendments up to the folded version are in it already. */
export const toEscrowItem = (
  { key, payloadVersion, groups }: SealedCopy,
  expiresAtSeconds: number,
  foldedVersion?: number,
): Item => ({
  ...key,
  payloadVersion,
  groups: toSealedGroups(groups),
  ...(foldedVersion !== undefined && { foldedVersion }),
  expiresAtSeconds,
});
