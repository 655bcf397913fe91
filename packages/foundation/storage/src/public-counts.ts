import { keyOf } from './key.ts';
import { numberOf } from './read-item.ts';
import type { Table, Write } from './table.ts';

/** What is counted, in a window of time. Both are words of ours: a keyed hash, and a day or an hour of it (UTC). */
export interface Counted {
  readonly counted: string;
  readonly window: string;
  readonly limit: number;
  readonly expiresAtSeconds: number;
}

const keyFor = (tenant: string, { counted, window }: Counted) =>
  keyOf('requests', 'publicCount', { tenant, counted, window });

const countWrite = (tenant: string, counted: Counted, times = 1): Exclude<Write, { kind: 'check' }> => ({
  kind: 'update',
  key: keyFor(tenant, counted),
  set: { expiresAtSeconds: counted.expiresAtSeconds },
  add: { count: times },
  condition: [{ attribute: 'count', is: 'absent-or-less', than: counted.limit }],
});

/** The counts behind the limits of public pages: exact, for they are conditional writes. */
export const publicCounts = (table: Table) => {
  /** Of each of several, whether it has not reached its limit: one read. */
  const below = async (tenant: string, all: readonly Counted[]): Promise<readonly boolean[]> => {
    const items = await table.getMany(all.map((counted) => keyFor(tenant, counted)));
    return all.map(({ limit }, i) => {
      const item = items[i];
      return item === undefined || numberOf(item, 'count') < limit;
    });
  };

  return {
    /** Refused where the limit is reached, also where nothing is counted (`times` 0). */
    countWrite,

    /** Counts by itself; answers false where the limit is reached. */
    count: async (tenant: string, counted: Counted): Promise<boolean> =>
      (await table.write(countWrite(tenant, counted))).outcome === 'committed',

    below,

    /** Whether none of several has reached its limit. */
    areBelow: async (tenant: string, all: readonly Counted[]): Promise<boolean> =>
      (await below(tenant, all)).every(Boolean),
  };
};

export type PublicCounts = ReturnType<typeof publicCounts>;
