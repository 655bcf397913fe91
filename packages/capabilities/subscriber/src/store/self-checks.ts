import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  textOf,
  textsOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';

/** A code that somebody was sent, or would have been had the number been of the document: the two look alike. */
export interface SelfCheck {
  /** 32 hexadecimal digits. */
  readonly challengeId: string;
  /** Whose number it is, and which, by the index; ids that nobody has where it is nobody's. */
  readonly personId: string;
  readonly subscriptionId: string;
  /** The tenant key of all hashes. */
  readonly hashKeyId: string;
  /** Of the number and the document that were asked with, so that it can be told that they are what the index said. */
  readonly askedHash: Uint8Array;
  readonly codeHash: Uint8Array;
  /** Codes that were tried. */
  readonly tries: number;
  readonly expiresAtSeconds: number;
  /** There once the code was right: of the word that the session is known by, and the records that have the document. */
  readonly session?: { readonly hash: Uint8Array; readonly personIds: readonly string[] };
}

const keyFor = (tenant: string, challengeId: string): Key =>
  keyOf('requests', 'selfCheck', { tenant, challengeId });

const fromItem = (challengeId: string, item: Item): SelfCheck => {
  const hash = optional(bytesOf, item, 'sessionHash');
  return {
    challengeId,
    personId: textOf(item, 'personId'),
    subscriptionId: textOf(item, 'subscriptionId'),
    hashKeyId: textOf(item, 'hashKeyId'),
    askedHash: bytesOf(item, 'askedHash'),
    codeHash: bytesOf(item, 'codeHash'),
    tries: numberOf(item, 'tries'),
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
    ...(hash !== undefined && { session: { hash, personIds: textsOf(item, 'personIds') } }),
  };
};

/** Codes and sessions of people who check their own registration. */
export const selfChecks = (table: Table) => ({
  /** Undefined also for one whose time is over. */
  find: async (
    tenant: string,
    challengeId: string,
    nowMilliseconds: number,
  ): Promise<SelfCheck | undefined> => {
    const item = await table.get(keyFor(tenant, challengeId));
    const found = item && fromItem(challengeId, item);
    return found !== undefined && nowMilliseconds < found.expiresAtSeconds * 1_000 ? found : undefined;
  },

  /** Puts a challenge with what counts it, all or nothing; answers false where a count had reached its limit. */
  ask: async (
    tenant: string,
    { challengeId, ...asked }: Omit<SelfCheck, 'session'>,
    counts: readonly Write[],
  ): Promise<boolean> => {
    const put: Write = { kind: 'put', key: keyFor(tenant, challengeId), item: asked, condition: 'absent' };
    return (await table.transact([put, ...counts], challengeId)).outcome === 'committed';
  },

  /** Counts a try before the code is looked at; answers false where another try was counted meanwhile. */
  countTry: async (tenant: string, { challengeId, tries }: SelfCheck): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'update',
      key: keyFor(tenant, challengeId),
      add: { tries: 1 },
      condition: [{ attribute: 'tries', is: 'equal', to: tries }],
    });
    return verdict.outcome === 'committed';
  },

  /** Ends the code, which was right, and begins the session. Refused where anything happened since the try for it was counted. */
  openWrite: (
    tenant: string,
    { challengeId, tries }: SelfCheck,
    opened: {
      readonly sessionHash: Uint8Array;
      readonly personIds: readonly string[];
      /** So many tries that there is none left. */
      readonly spent: number;
      readonly expiresAtSeconds: number;
    },
  ): Write => ({
    kind: 'update',
    key: keyFor(tenant, challengeId),
    set: {
      sessionHash: opened.sessionHash,
      personIds: [...opened.personIds],
      tries: opened.spent,
      expiresAtSeconds: opened.expiresAtSeconds,
    },
    condition: [{ attribute: 'tries', is: 'equal', to: tries + 1 }],
  }),
});

export type SelfChecks = ReturnType<typeof selfChecks>;
