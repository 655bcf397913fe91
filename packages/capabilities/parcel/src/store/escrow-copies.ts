import type { Sealed, WrappedKey } from '@temkin/crypto';
import { bytesOf, keyOf, numberOf, type Attribute, type Item, type Table } from '@temkin/storage';
import type { GroupName } from '../domain/index.ts';
import { toWrappedKey } from './label-item.ts';

/** All groups of a parcel, sealed under a key of their own. */
export interface EscrowCopy {
  readonly key: WrappedKey;
  readonly payloadVersion: number;
  /** Undefined where the copy lacks the group. */
  readonly sealed: (group: GroupName) => Sealed | undefined;
}

/** A stored map of attributes. */
const mapOf = (value: Attribute | undefined): Item | undefined =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as Item)
    : undefined;

/** Reads of escrow copies. */
export const escrowCopies = (table: Table) => ({
  /** Undefined once it is destroyed or past its last day. */
  copy: async (
    tenant: string,
    parcelId: string,
    nowMilliseconds: number,
  ): Promise<EscrowCopy | undefined> => {
    const item = await table.get(keyOf('parcel-escrow', 'escrow', { tenant, parcelId }));
    if (item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= nowMilliseconds) return undefined;
    const groups = mapOf(item.groups);
    return {
      key: toWrappedKey(item),
      payloadVersion: numberOf(item, 'payloadVersion'),
      sealed: (group) => {
        const sealed = mapOf(groups?.[group]);
        return sealed && { nonce: bytesOf(sealed, 'nonce'), ciphertext: bytesOf(sealed, 'ciphertext') };
      },
    };
  },
});

export type EscrowCopies = ReturnType<typeof escrowCopies>;
