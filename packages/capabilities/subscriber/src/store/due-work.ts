import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';

/** What may be due: the next step of a timeline, what the network has to be told, the erasure of a person. */
export const DUE_KINDS = ['device-change', 'wrong-information', 'order', 'erasure'] as const;

export type DueKind = (typeof DUE_KINDS)[number];

/** Partitions of what is due of a kind: the last hexadecimal digit of an id, which is random. */
export const DUE_SHARDS: readonly string[] = Array.from('0123456789abcdef');

/** Something that somebody has to look at. It says no more than that: what is to be done, the record itself says. */
export interface DueWork {
  readonly what: DueKind;
  readonly tenant: string;
  /** The subscription; of an erasure the person. */
  readonly id: string;
  readonly personId: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** How often it failed in a row. */
  readonly tries?: number;
  /** Of a notice to many numbers: the subscription that was told last. */
  readonly after?: string;
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
export const duePut = ({ personId, tries, after, ...due }: DueWork): Extract<Write, { kind: 'put' }> => ({
  kind: 'put',
  key: dueKey(due),
  item: { personId, ...(tries !== undefined && { tries }), ...(after !== undefined && { after }) },
});

/** Has nobody look at it then; what is not there is no fault. */
export const dueDelete = (due: DueName): Extract<Write, { kind: 'delete' }> => ({
  kind: 'delete',
  key: dueKey(due),
});

/** Moves something to another instant; the same instant is one write, for a transaction touches an item once. */
export const dueMoveWrites = (
  due: DueWork,
  to: Pick<DueWork, 'dueAt' | 'tries' | 'after'>,
): readonly Write[] => {
  const { what, tenant, id, personId } = due;
  const put = duePut({ what, tenant, id, personId, ...to });
  return to.dueAt === due.dueAt ? [put] : [dueDelete(due), put];
};

/** What is due of all tenants, by when it is due. */
export const dueWork = (table: Table) => ({
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
        const parts = partsOf('subscribers', 'dueWork', { partition, sort });
        const dueAt = Number(parts?.dueAt);
        if (parts === undefined || typeof item.personId !== 'string' || !Number.isSafeInteger(dueAt)) {
          yield 'broken';
          continue;
        }
        if (dueAt > nowMilliseconds) return;
        const [tries, from] = [optional(numberOf, item, 'tries'), optional(textOf, item, 'after')];
        yield {
          what,
          tenant: parts.tenant,
          id: parts.id,
          personId: item.personId,
          dueAt,
          ...(tries !== undefined && { tries }),
          ...(from !== undefined && { after: from }),
        };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Moves something to another instant, by itself; said again, no fault. */
  move: async (
    due: DueWork,
    to: Pick<DueWork, 'dueAt' | 'tries' | 'after'>,
    token: string,
  ): Promise<void> => {
    await table.transact(dueMoveWrites(due, to), token);
  },

  /** Nobody looks at it any more. */
  settle: async (due: DueName): Promise<void> => {
    await table.write(dueDelete(due));
  },
});

export type DueWorkStore = ReturnType<typeof dueWork>;
