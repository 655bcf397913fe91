import { keyOf, partsOf, type Key, type Table, type Write } from '@temkin/storage';

/** Partitions of what is due: the last hexadecimal digit of an intent's id, which is random. */
export const DUE_SHARDS: readonly string[] = Array.from('0123456789abcdef');

const PAGE_ITEMS = 100;

/** Digits of an instant in milliseconds, until the year 2286: texts of one length sort as their numbers do. */
const DUE_DIGITS = 13;

const dueTime = (dueAt: number): string => String(dueAt).padStart(DUE_DIGITS, '0');

/** A call that somebody has to look at. */
export interface DueCall {
  readonly tenant: string;
  readonly intentId: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** Whether it was live when this was written: one that is not need not be looked at before it is due. */
  readonly isLive: boolean;
}

const dueKey = ({ tenant, intentId, dueAt }: Omit<DueCall, 'isLive'>): Key =>
  keyOf('calls', 'dueCall', { shard: intentId.slice(-1), dueAt: dueTime(dueAt), tenant, intentId });

/** Has a call looked at then. */
export const duePut = ({ isLive, ...due }: DueCall): Write => ({
  kind: 'put',
  key: dueKey(due),
  item: { isLive },
});

/** Has nobody look at a call then; what is not there is no fault. */
export const dueDelete = (due: Omit<DueCall, 'isLive'>): Exclude<Write, { kind: 'check' }> => ({
  kind: 'delete',
  key: dueKey(due),
});

/** Calls of all tenants by when they are due. An entry says only that somebody must look: the call itself says what is so. */
export const dueCalls = (table: Table) => ({
  /** Those of a shard that are due by an instant, the longest due first. What is deleted meanwhile skips nothing. */
  async *until(shard: string, nowMilliseconds: number): AsyncGenerator<DueCall, void, undefined> {
    const { partition } = dueKey({ tenant: '', intentId: shard, dueAt: 0 });
    let after: string | undefined;
    do {
      const { items, next } = await table.query({
        table: 'calls',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of items) {
        const parts = partsOf('calls', 'dueCall', { partition, sort });
        if (parts === undefined) throw new Error('a due call cannot be read');
        const due = {
          tenant: parts.tenant,
          intentId: parts.intentId,
          dueAt: Number(parts.dueAt),
          isLive: item.isLive !== false,
        };
        if (due.dueAt > nowMilliseconds) return;
        yield due;
      }
      after = next;
    } while (after !== undefined);
  },

  /** The same in a transaction, which is refused where somebody else was first. */
  settleWrite: (due: DueCall): Write => ({ kind: 'delete', key: dueKey(due), condition: 'present' }),

  /** Nobody looks at it then any more. */
  settle: async (due: DueCall): Promise<void> => {
    await table.write(dueDelete(due));
  },
});

export type DueCalls = ReturnType<typeof dueCalls>;
