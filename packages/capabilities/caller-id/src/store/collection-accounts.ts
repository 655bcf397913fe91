import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { AccountState, CollectionAccount, Read } from '../domain/index.ts';
import { entriesOf } from './entries-of.ts';

const accountKey = (tenant: string, accountId: string): Key =>
  keyOf('calls', 'collectionAccount', { tenant, accountId });

const officialKey = (tenant: string, accountHash: string): Key =>
  keyOf('calls', 'officialAccount', { tenant, accountHash });

const toItem = ({ addReceipt, details, ...account }: CollectionAccount): Item => ({
  ...account,
  keyId: details.keyId,
  nonce: details.nonce,
  details: details.ciphertext,
  addEventId: addReceipt.eventId,
  addLeaf: addReceipt.leaf,
  version: 1,
});

const fromItem = (tenant: string, item: Item): Read<CollectionAccount> => {
  const accountId = textOf(item, 'accountId');
  const retiredAt = optional(numberOf, item, 'retiredAt');
  return {
    accountId,
    state: textOf(item, 'state') as AccountState,
    details: {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      ciphertext: bytesOf(item, 'details'),
    },
    accountHash: textOf(item, 'accountHash'),
    addedAt: numberOf(item, 'addedAt'),
    ...(retiredAt !== undefined && { retiredAt }),
    addReceipt: { eventId: textOf(item, 'addEventId'), leaf: textOf(item, 'addLeaf') },
    reliedOn: relyOn(accountKey(tenant, accountId), numberOf(item, 'version')),
  };
};

/** Accounts for cash on delivery, and by which hashes citizens' questions find the ones that are official now. */
export const collectionAccountStore = (table: Table) => ({
  /** Pages are in order of id. */
  ...entriesOf(table, { keyOf: accountKey, fromItem, nameOf: ({ accountId }) => accountId }),

  /** The id of the account of that hash, where it is official now. */
  official: async (tenant: string, accountHash: string): Promise<string | undefined> => {
    const item = await table.get(officialKey(tenant, accountHash));
    return item && textOf(item, 'accountId');
  },

  /** Refused at position 0 where the id is taken, at 1 where the account is official already. */
  addWrites: (tenant: string, account: CollectionAccount): readonly Write[] => [
    {
      kind: 'put',
      key: accountKey(tenant, account.accountId),
      item: toItem(account),
      condition: 'absent',
    },
    {
      kind: 'put',
      key: officialKey(tenant, account.accountHash),
      item: { accountId: account.accountId },
      condition: 'absent',
    },
  ],

  /** Refused where anything happened to it meanwhile. */
  retireWrites: (
    tenant: string,
    { accountId, accountHash, reliedOn }: Read<CollectionAccount>,
    retiredAt: number,
  ): readonly Write[] => [
    {
      kind: 'update',
      key: accountKey(tenant, accountId),
      set: { state: 'retired' satisfies AccountState, retiredAt },
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    { kind: 'delete', key: officialKey(tenant, accountHash) },
  ],
});

export type CollectionAccountStore = ReturnType<typeof collectionAccountStore>;
