import type { Sealed, WrappedKey } from '@temkin/crypto';
import { bytesOf, keyOf, textOf, type Item, type Key, type Table, type Write } from '@temkin/storage';

/** A call's own key, and the number that it calls, under that key. */
export interface CallKey {
  /** Random, wrapped by the tenant key of purpose `call-key`, bound to the intent. */
  readonly key: WrappedKey;
  /** The recipient's number, E.164. */
  readonly contact: Sealed;
}

const callKeyKey = (tenant: string, intentId: string): Key =>
  keyOf('call-keys', 'callKey', { tenant, intentId });

const fromItem = (item: Item): CallKey => ({
  key: { keyId: textOf(item, 'keyId'), nonce: bytesOf(item, 'nonce'), wrapped: bytesOf(item, 'wrapped') },
  contact: { nonce: bytesOf(item, 'contactNonce'), ciphertext: bytesOf(item, 'contact') },
});

/** Keys of declared calls, in a table of their own that no backup has: with a key dies the number that was called. */
export const callKeys = (table: Table) => ({
  /** `expiresAtSeconds` is a last day, should nobody delete it. */
  putWrite: (
    tenant: string,
    intentId: string,
    { key, contact }: CallKey,
    expiresAtSeconds: number,
  ): Write => ({
    kind: 'put',
    key: callKeyKey(tenant, intentId),
    item: { ...key, contactNonce: contact.nonce, contact: contact.ciphertext, expiresAtSeconds },
    condition: 'absent',
  }),

  read: async (tenant: string, intentId: string): Promise<CallKey | undefined> => {
    const item = await table.get(callKeyKey(tenant, intentId));
    return item && fromItem(item);
  },

  /** What is not there is no fault. */
  deleteWrite: (tenant: string, intentId: string): Exclude<Write, { kind: 'check' }> => ({
    kind: 'delete',
    key: callKeyKey(tenant, intentId),
  }),
});

export type CallKeys = ReturnType<typeof callKeys>;
