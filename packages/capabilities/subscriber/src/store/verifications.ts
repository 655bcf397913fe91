import { toHex, type RandomBytes, type Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  partsOf,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { segmentOf, type MatchedField, type Measure, type SealedFields } from '../domain/index.ts';
import { dueDelete, dueMoveWrites, duePut, type DueWork } from './due-work.ts';
import { itemsBelow } from './items-below.ts';
import type { Read } from './record-item.ts';

/**
 * `waiting`: asked, and not answered yet. `incomplete`: nothing speaks against it, and not all is there that the law asks for. `over`: the
 * number had ended when the answer came.
 */
export type VerificationState = 'waiting' | 'verified' | 'mismatch' | 'incomplete' | 'over';

/** A verification of whoever registered a number, and the evidence of it, sealed under the holder's key. */
export interface KeptVerification {
  readonly verificationId: string;
  readonly personId: string;
  readonly subscriptionId: string;
  readonly state: VerificationState;
  /** What was asked for, and once it is settled the evidence. */
  readonly sealed: SealedFields;
  /** Milliseconds since the epoch, as all that follow. */
  readonly askedAt: number;
  readonly settledAt?: number;
  /** While it is waiting: when it is asked again. */
  readonly nextAt?: number;
  /** How often the source was silent. */
  readonly tries: number;
  /** What did not match, or was missing. */
  readonly failing?: readonly (MatchedField | Measure)[];
  readonly version: number;
  readonly receipt: Receipt;
}

export type ReadVerification = Read<KeptVerification>;

/** Whose a verification is, and which. */
export type VerificationName = Pick<KeptVerification, 'personId' | 'verificationId'>;

const verificationKey = (tenant: string, { personId, verificationId }: VerificationName): Key =>
  keyOf('subscribers', 'verification', { tenant, segment: segmentOf(personId), personId, verificationId });

const dueOf = (tenant: string, { personId, verificationId }: VerificationName, dueAt: number): DueWork => ({
  what: 'verification',
  tenant,
  id: verificationId,
  personId,
  dueAt,
});

const toItem = (kept: KeptVerification): Item => {
  const { subscriptionId, state, sealed, askedAt, settledAt, nextAt, tries, failing, version, receipt } =
    kept;
  if ((state === 'waiting') !== (nextAt !== undefined))
    throw new Error('a verification is asked again exactly while it is waiting');
  return {
    subscriptionId,
    state,
    fields: sealed,
    askedAt,
    ...(settledAt !== undefined && { settledAt }),
    ...(nextAt !== undefined && { nextAt }),
    tries,
    ...(failing !== undefined && { failing }),
    version,
    eventId: receipt.eventId,
    leaf: receipt.leaf,
  };
};

const lost = (): Error => new Error('a stored verification has lost its shape');

const sealedIn = ({ fields }: Item): SealedFields => {
  if (typeof fields !== 'object' || fields instanceof Uint8Array || Array.isArray(fields)) throw lost();
  const named = fields as Item;
  return Object.fromEntries(Object.keys(named).map((name) => [name, bytesOf(named, name)]));
};

const failingIn = ({ failing }: Item): KeptVerification['failing'] => {
  if (failing === undefined) return undefined;
  if (!Array.isArray(failing)) throw lost();
  return failing as readonly (MatchedField | Measure)[];
};

const toVerification = (tenant: string, names: VerificationName, item: Item): ReadVerification => {
  const [settledAt, nextAt] = ['settledAt', 'nextAt'].map((name) => optional(numberOf, item, name));
  const version = numberOf(item, 'version');
  const failing = failingIn(item);
  return {
    personId: names.personId,
    verificationId: names.verificationId,
    subscriptionId: textOf(item, 'subscriptionId'),
    state: textOf(item, 'state') as VerificationState,
    sealed: sealedIn(item),
    askedAt: numberOf(item, 'askedAt'),
    ...(settledAt !== undefined && { settledAt }),
    ...(nextAt !== undefined && { nextAt }),
    tries: numberOf(item, 'tries'),
    ...(failing !== undefined && { failing }),
    version,
    receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    reliedOn: relyOn(verificationKey(tenant, names), version),
  };
};

/** Keeps one as it has become, with when it is looked at next. Refused where it is no longer as it was read. */
const keepWrites = (
  tenant: string,
  former: ReadVerification,
  become: Partial<Omit<KeptVerification, keyof VerificationName | 'nextAt' | 'version'>> & {
    readonly nextAt: number | undefined;
  },
): readonly Write[] => {
  const { nextAt: before, reliedOn, ...kept } = former;
  const { nextAt, ...changed } = become;
  const due = before === undefined ? undefined : dueOf(tenant, former, before);
  return [
    {
      kind: 'put',
      key: verificationKey(tenant, former),
      item: toItem({
        ...kept,
        ...changed,
        ...(nextAt !== undefined && { nextAt }),
        version: former.version + 1,
      }),
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    ...(due === undefined
      ? []
      : nextAt === undefined
        ? [dueDelete(due)]
        : dueMoveWrites(due, { dueAt: nextAt })),
  ];
};

/** Verifications of holders, waiting and settled. */
export const verifications = ({ table, random }: { readonly table: Table; readonly random: RandomBytes }) => {
  return {
    keepWrites,

    find: async (tenant: string, names: VerificationName): Promise<ReadVerification | undefined> => {
      const item = await table.get(verificationKey(tenant, names));
      return item && toVerification(tenant, names, item);
    },

    /** All of a holder's. */
    async *ofPerson(tenant: string, personId: string): AsyncGenerator<ReadVerification, void> {
      const key = verificationKey(tenant, { personId, verificationId: '' });
      for await (const { sort, item } of itemsBelow(table, key)) {
        const names = partsOf('subscribers', 'verification', { partition: key.partition, sort });
        if (names !== undefined) yield toVerification(tenant, names, item);
      }
    },

    /** One that begins, and when it is asked again. Refused where the id is taken. */
    beginWrites: (tenant: string, kept: KeptVerification & { readonly nextAt: number }): readonly Write[] => [
      { kind: 'put', key: verificationKey(tenant, kept), item: toItem(kept), condition: 'absent' },
      duePut(dueOf(tenant, kept, kept.nextAt)),
    ],

    /** Has one asked again later, by itself; undefined where somebody changed it meanwhile. */
    wait: async (
      tenant: string,
      former: ReadVerification,
      { nextAt, tries }: Pick<KeptVerification, 'tries'> & { readonly nextAt: number },
    ): Promise<'waits' | undefined> => {
      const writes = keepWrites(tenant, former, { nextAt, tries });
      const { outcome } = await table.transact(writes, toHex(random(16)));
      return outcome === 'committed' ? 'waits' : undefined;
    },

    /** Nobody looks at it any more. */
    settle: async ({ tenant, id, personId, dueAt }: DueWork): Promise<void> => {
      await table.write(dueDelete(dueOf(tenant, { personId, verificationId: id }, dueAt)));
    },
  };
};

export type Verifications = ReturnType<typeof verifications>;
