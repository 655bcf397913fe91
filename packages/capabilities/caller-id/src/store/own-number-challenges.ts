import {
  bytesOf,
  keyOf,
  numberOf,
  textOf,
  type Attribute,
  type Item,
  type Key,
  type Table,
} from '@temkin/storage';

/** What a recipient is called among calls, by the tenant key of some month. */
export interface RecipientName {
  readonly keyId: string;
  readonly recipientHash: string;
}

/** A code that somebody was sent, or would have been had the company called their number: the two look alike. */
export interface OwnNumberChallenge {
  /** 32 hexadecimal digits. */
  readonly challengeId: string;
  /** The number in question, as calls know it. */
  readonly recipient: readonly RecipientName[];
  /** The tenant key of the code's hash. */
  readonly hashKeyId: string;
  readonly codeHash: Uint8Array;
  /** Codes that were tried. */
  readonly tries: number;
  readonly expiresAtSeconds: number;
}

const key = (tenant: string, challengeId: string): Key =>
  keyOf('requests', 'ownNumberChallenge', { tenant, challengeId });

const nameOf = (value: Attribute): RecipientName => {
  const { keyId, recipientHash } = value as Item;
  if (typeof keyId !== 'string' || typeof recipientHash !== 'string')
    throw new Error('a challenge names no recipient');
  return { keyId, recipientHash };
};

const fromItem = (challengeId: string, item: Item): OwnNumberChallenge => ({
  challengeId,
  recipient: (item['recipient'] as readonly Attribute[]).map(nameOf),
  hashKeyId: textOf(item, 'hashKeyId'),
  codeHash: bytesOf(item, 'codeHash'),
  tries: numberOf(item, 'tries'),
  expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
});

/** Challenges by which people show that a number is theirs. */
export const ownNumberChallenges = (table: Table) => ({
  put: async (
    tenant: string,
    { challengeId, recipient, ...challenge }: OwnNumberChallenge,
  ): Promise<void> => {
    const item = { ...challenge, recipient: recipient.map((name) => ({ ...name })) };
    await table.write({ kind: 'put', key: key(tenant, challengeId), item });
  },

  /** Undefined also for one whose time is over. */
  find: async (
    tenant: string,
    challengeId: string,
    nowMilliseconds: number,
  ): Promise<OwnNumberChallenge | undefined> => {
    const item = await table.get(key(tenant, challengeId));
    const found = item && fromItem(challengeId, item);
    return found !== undefined && nowMilliseconds < found.expiresAtSeconds * 1_000 ? found : undefined;
  },

  /** Counts tries as they were read, before a code is looked at, or ends a code; answers false where another was counted meanwhile. */
  countTries: async (
    tenant: string,
    { challengeId, tries }: OwnNumberChallenge,
    times: number,
  ): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'update',
      key: key(tenant, challengeId),
      add: { tries: times },
      condition: [{ attribute: 'tries', is: 'equal', to: tries }],
    });
    return verdict.outcome === 'committed';
  },
});

export type OwnNumberChallenges = ReturnType<typeof ownNumberChallenges>;
