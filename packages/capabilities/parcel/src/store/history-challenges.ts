import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  textOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { ParcelParty } from '../domain/index.ts';

/** A code that somebody was sent, or would have been had they named their own parcel: the two look alike. */
export interface HistoryChallenge {
  /** 32 hexadecimal digits. */
  readonly challengeId: string;
  readonly parcelId: string;
  readonly party: ParcelParty;
  /** The tenant key of both hashes. */
  readonly hashKeyId: string;
  readonly codeHash: Uint8Array;
  /** Codes that were tried. */
  readonly tries: number;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly expiresAtSeconds: number;
  /** Of the word by which requests may follow; there once the code was right. */
  readonly followUpHash?: Uint8Array;
}

const key = (tenant: string, challengeId: string) =>
  keyOf('requests', 'historyChallenge', { tenant, challengeId });

const fromItem = (challengeId: string, item: Item): HistoryChallenge => {
  const followUpHash = optional(bytesOf, item, 'followUpHash');
  return {
    challengeId,
    parcelId: textOf(item, 'parcelId'),
    party: textOf(item, 'party') as ParcelParty,
    hashKeyId: textOf(item, 'hashKeyId'),
    codeHash: bytesOf(item, 'codeHash'),
    tries: numberOf(item, 'tries'),
    askedAt: numberOf(item, 'askedAt'),
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
    ...(followUpHash !== undefined && { followUpHash }),
  };
};

/** Challenges by which people show that a number is theirs. Not in the table of parcels, where the public page writes nothing. */
export const historyChallenges = (table: Table) => ({
  /** Undefined also for one whose time is over. */
  challenge: async (
    tenant: string,
    challengeId: string,
    nowMilliseconds: number,
  ): Promise<HistoryChallenge | undefined> => {
    const item = await table.get(key(tenant, challengeId));
    const found = item && fromItem(challengeId, item);
    return found !== undefined && nowMilliseconds < found.expiresAtSeconds * 1_000 ? found : undefined;
  },

  /** Puts a challenge with what counts it, all or nothing; answers false where a count had reached its limit. */
  ask: async (
    tenant: string,
    { challengeId, ...challenge }: HistoryChallenge,
    counts: readonly Write[],
  ): Promise<boolean> => {
    const put: Write = { kind: 'put', key: key(tenant, challengeId), item: challenge, condition: 'absent' };
    return (await table.transact([put, ...counts], challengeId)).outcome === 'committed';
  },

  /** Counts a try before the code is looked at; answers false where another try was counted meanwhile. */
  countTry: async (tenant: string, { challengeId, tries }: HistoryChallenge): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'update',
      key: key(tenant, challengeId),
      add: { tries: 1 },
      condition: [{ attribute: 'tries', is: 'equal', to: tries }],
    });
    return verdict.outcome === 'committed';
  },

  /** Ends the code, which was right. Refused where anything happened since the try for it was counted. */
  openWrite: (
    tenant: string,
    { challengeId, tries }: HistoryChallenge,
    {
      followUpHash,
      spent,
      expiresAtSeconds,
    }: {
      readonly followUpHash: Uint8Array;
      /** So many tries that there is none left. */
      readonly spent: number;
      readonly expiresAtSeconds: number;
    },
  ): Write => ({
    kind: 'update',
    key: key(tenant, challengeId),
    set: { followUpHash, tries: spent, expiresAtSeconds },
    condition: [{ attribute: 'tries', is: 'equal', to: tries + 1 }],
  }),
});

export type HistoryChallenges = ReturnType<typeof historyChallenges>;
