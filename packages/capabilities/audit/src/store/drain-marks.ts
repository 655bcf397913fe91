import { keyOf, numberOf, type Key, type Table } from '@temkin/storage';

const markKey = (tenant: string): Key => keyOf('log-heads', 'drained', { tenant });

/** Up to which instant all that was recorded for a tenant has left the outbox. Whoever sequences says so. */
export const drainMarks = (table: Table) => ({
  /** In milliseconds since the epoch; undefined where nobody has sequenced yet. */
  through: async (tenant: string): Promise<number | undefined> => {
    const item = await table.get(markKey(tenant));
    return item && numberOf(item, 'throughMilliseconds');
  },

  /** Sets the first mark, where there is none. */
  begin: async (tenant: string, throughMilliseconds: number): Promise<void> => {
    await table.write({
      kind: 'put',
      key: markKey(tenant),
      item: { throughMilliseconds },
      condition: 'absent',
    });
  },

  /** Moves the mark forward. It never goes back, whoever comes late. */
  advance: async (tenant: string, throughMilliseconds: number): Promise<void> => {
    await table.write({
      kind: 'put',
      key: markKey(tenant),
      item: { throughMilliseconds },
      condition: [{ attribute: 'throughMilliseconds', is: 'absent-or-less', than: throughMilliseconds }],
    });
  },
});

export type DrainMarks = ReturnType<typeof drainMarks>;
