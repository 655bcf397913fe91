import { equalBytes } from '@temkin/crypto';
import { toHex, type RandomBytes } from '@temkin/kernel';
import { bytesOf, keyOf, optional, type Item, type Key, type Table } from '@temkin/storage';

/** A call as it was seen: keyed hashes, under the tenant key that they name. */
export interface SeenCall {
  readonly keyId: string;
  /** Of what was signed, and of its `origid`: a replay has one of them, whatever became of the signature. */
  readonly identityHashes: readonly string[];
  /** Of the Call-ID; absent where the network told none. */
  readonly callHash?: Uint8Array;
  readonly expiresAtSeconds: number;
}

const keyFor = (tenant: string, keyId: string, identityHash: string): Key =>
  keyOf('requests', 'seenIdentity', { tenant, keyId, identityHash });

/** Identities that were accepted lately. */
export const seenIdentities = (table: Table, random: RandomBytes) => ({
  /**
   * Remembers a call's identity. Answers false where it was seen with another call: one that is repeated on its way has the same
   * Call-ID, and passes. One that was seen is seen as long as its item is there, which may be longer than it need be.
   */
  see: async (tenant: string, { keyId, identityHashes, callHash, expiresAtSeconds }: SeenCall) => {
    const item: Item = { expiresAtSeconds, ...(callHash !== undefined && { callHash }) };
    const isOfThisCall = (found: Item | undefined): boolean => {
      if (found === undefined) return true;
      const seen = optional(bytesOf, found, 'callHash');
      return seen !== undefined && callHash !== undefined && equalBytes(seen, callHash);
    };
    const verdict = await table.transact(
      identityHashes.map((identityHash) => ({
        kind: 'put',
        key: keyFor(tenant, keyId, identityHash),
        item,
        condition: 'absent',
      })),
      toHex(random(16)),
    );
    if (verdict.outcome === 'committed') return true;
    const found = await table.getMany(identityHashes.map((hash) => keyFor(tenant, keyId, hash)));
    return found.some((known) => known !== undefined) && found.every(isOfThisCall);
  },
});

export type SeenIdentities = ReturnType<typeof seenIdentities>;
