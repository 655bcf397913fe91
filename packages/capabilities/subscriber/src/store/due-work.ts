import { toHex, type RandomBytes, type ReliedOn } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  stillHolds,
  textOf,
  textsOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { verifiedBy } from '../domain/index.ts';

/**
 * What may be due: the next step of a timeline, what the network has to be told, a question to a silent source of identities, the
 * end of a registration that nobody verified, whom a case that was closed has found, the erasure of a person, the end of an image.
 */
export const DUE_KINDS = [
  'device-change',
  'wrong-information',
  'order',
  'verification',
  'registration',
  'case',
  'erasure',
  'image',
] as const;

export type DueKind = (typeof DUE_KINDS)[number];

/** Partitions of what is due of a kind: the last hexadecimal digit of an id, which is random. */
export const DUE_SHARDS: readonly string[] = Array.from('0123456789abcdef');

/** How far a notice to many numbers came that was cut off. */
export interface ToldSoFar {
  /** Which notice: when it began, milliseconds since the epoch. */
  readonly begunAt: number;
  /** The subscription that was told last. */
  readonly after: string;
}

/** Something that somebody has to look at. It says no more than that: what is to be done, the record itself says. */
export interface DueWork {
  readonly what: DueKind;
  readonly tenant: string;
  /** The subscription; of a case its own, of an erasure the person, of a question the verification, of an image itself, of several whose they were. */
  readonly id: string;
  /** Of an image whose it was, empty where it was nobody's yet, as of a case. */
  readonly personId: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** How often it failed in a row. */
  readonly tries?: number;
  /** Of a notice to many numbers: how far it came. */
  readonly told?: ToldSoFar;
  /** Images that were a person's who is erased: what opened them is gone with the person. */
  readonly images?: readonly string[];
}

const PAGE_ITEMS = 200;

/** Digits of an instant in milliseconds, until the year 2286: texts of one length sort as their numbers do. */
const DUE_DIGITS = 13;

type DueName = Pick<DueWork, 'what' | 'tenant' | 'id' | 'dueAt'>;

const dueKey = ({ what, tenant, id, dueAt }: DueName): Key =>
  keyOf('subscribers', 'dueWork', {
    what,
    shard: id.slice(-1),
    dueAt: String(dueAt).padStart(DUE_DIGITS, '0'),
    tenant,
    id,
  });

/** Has something looked at then; what is there already is overwritten. */
export const duePut = ({
  personId,
  tries,
  told,
  images,
  ...due
}: DueWork): Extract<Write, { kind: 'put' }> => ({
  kind: 'put',
  key: dueKey(due),
  item: {
    personId,
    ...(tries !== undefined && { tries }),
    ...(told !== undefined && { told: { ...told } }),
    ...(images !== undefined && { images: [...images] }),
  },
});

/** Has a person looked at whom nobody needs to keep from an instant on, unless they have another number by then. */
export const erasureDue = (tenant: string, personId: string, dueAt: number): readonly Write[] => [
  duePut({ what: 'erasure', tenant, id: personId, personId, dueAt }),
];

/** When a registration is looked at that nobody verified. */
export const registrationDue = (
  tenant: string,
  {
    personId,
    subscriptionId,
    recordedAt,
  }: { readonly personId: string; readonly subscriptionId: string; readonly recordedAt: number },
): DueWork => ({
  what: 'registration',
  tenant,
  id: subscriptionId,
  personId,
  dueAt: verifiedBy(recordedAt),
});

/** Has nobody look at it then; what is not there is no fault. */
export const dueDelete = (due: DueName): Extract<Write, { kind: 'delete' }> => ({
  kind: 'delete',
  key: dueKey(due),
});

/** Fails a transaction where it is not to be looked at then any more. */
export const dueCheck = (due: DueName): Extract<Write, { kind: 'check' }> => ({
  kind: 'check',
  key: dueKey(due),
  condition: 'present',
});

/** When something is looked at again, how often it failed, how far it came, and what is left of it. */
export type LaterLook = Pick<DueWork, 'dueAt' | 'tries' | 'told' | 'images'>;

/** Moves something to another instant; the same instant is one write, for a transaction touches an item once. */
export const dueMoveWrites = (due: DueWork, to: LaterLook): readonly Write[] => {
  const { what, tenant, id, personId } = due;
  const put = duePut({ what, tenant, id, personId, ...to });
  return to.dueAt === due.dueAt ? [put] : [dueDelete(due), put];
};

const toldIn = (item: Item): ToldSoFar | undefined => {
  const { told } = item;
  if (told === undefined) return undefined;
  if (typeof told !== 'object' || told instanceof Uint8Array || Array.isArray(told))
    throw new Error('what is due has lost how far it came');
  return { begunAt: numberOf(told as Item, 'begunAt'), after: textOf(told as Item, 'after') };
};

/** What an item says; undefined where it cannot be read. */
const dueIn = (what: DueKind, key: Pick<Key, 'partition' | 'sort'>, item: Item): DueWork | undefined => {
  const parts = partsOf('subscribers', 'dueWork', key);
  const dueAt = Number(parts?.dueAt);
  if (parts === undefined || !Number.isSafeInteger(dueAt)) return undefined;
  try {
    const [tries, told] = [optional(numberOf, item, 'tries'), toldIn(item)];
    const images = optional(textsOf, item, 'images');
    return {
      what,
      tenant: parts.tenant,
      id: parts.id,
      personId: textOf(item, 'personId'),
      dueAt,
      ...(tries !== undefined && { tries }),
      ...(told !== undefined && { told }),
      ...(images !== undefined && { images }),
    };
  } catch {
    return undefined;
  }
};

/** What is due of all tenants, by when it is due. */
export const dueWork = ({ table, random }: { readonly table: Table; readonly random: RandomBytes }) => ({
  /** What of a kind and shard is due by an instant, the longest due first. What is deleted meanwhile skips nothing; `broken` cannot be read and stays. */
  async *until(
    what: DueKind,
    shard: string,
    nowMilliseconds: number,
  ): AsyncGenerator<DueWork | 'broken', void, undefined> {
    const { partition } = keyOf('subscribers', 'dueWork', { what, shard, dueAt: '', tenant: '', id: '' });
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'subscribers',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const due = dueIn(what, { partition, sort }, item);
        if (due !== undefined && due.dueAt > nowMilliseconds) return;
        yield due ?? 'broken';
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Makes writes as long as a record is as it was read; where it is not, whoever changed it has seen to what is due. */
  unlessChanged: async (reliedOn: ReliedOn, writes: readonly Write[]): Promise<void> => {
    await table.transact([...stillHolds([reliedOn]), ...writes], toHex(random(16)));
  },

  /** Moves something to another instant, by itself. */
  move: async (due: DueWork, to: LaterLook): Promise<void> => {
    await table.transact(dueMoveWrites(due, to), toHex(random(16)));
  },

  /** Whether it is still to be looked at then. */
  isOpen: async (due: DueName): Promise<boolean> => (await table.get(dueKey(due))) !== undefined,

  /** Nobody looks at it any more. */
  settle: async (due: DueName): Promise<void> => {
    await table.write(dueDelete(due));
  },
});

export type DueWorkStore = ReturnType<typeof dueWork>;
