import { keyOf, partsOf, type Key, type Table } from '@temkin/storage';

const listedKey = (tenant: string): Key => keyOf('log-heads', 'listed', { tenant });

/** Whose logs there are to care for. Nobody is ever taken off the list. */
export const logTenants = (table: Table) => ({
  /** Puts a tenant on the list, where it may be already. */
  add: async (tenant: string): Promise<void> => {
    await table.write({ kind: 'put', key: listedKey(tenant), item: { tenant } });
  },

  all: async (): Promise<readonly string[]> => {
    const { partition } = listedKey('');
    const found: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await table.query({
        table: 'log-heads',
        partition,
        limit: 100,
        ...(after !== undefined && { after }),
      });
      for (const { sort } of page.items) {
        const parts = partsOf('log-heads', 'listed', { partition, sort });
        if (parts !== undefined) found.push(parts.tenant);
      }
      after = page.next;
      more = after !== undefined;
    }
    return found;
  },
});

export type LogTenants = ReturnType<typeof logTenants>;
