import { publicCounts, type Counted, type Table } from '@temkin/storage';

export type { Counted } from '@temkin/storage';

/** Something counted once, or looked at alone (0): refused either way where its limit is reached. */
export interface Tally {
  readonly counted: Counted;
  readonly times: 0 | 1;
}

/** The counts behind the limits of citizens' checks. */
export const checkCounts = (table: Table) => {
  const counts = publicCounts(table);
  return {
    /** Counts by itself; answers false where the limit is reached. */
    count: counts.count,

    /** Which of several have not reached their limit, in one read. */
    below: counts.below,

    /** All or nothing; answers false where one had reached its limit. */
    tally: async (tenant: string, tallies: readonly Tally[], token: string): Promise<boolean> => {
      const writes = tallies.map(({ counted, times }) => counts.countWrite(tenant, counted, times));
      return (await table.transact(writes, token)).outcome === 'committed';
    },
  };
};

export type CheckCounts = ReturnType<typeof checkCounts>;
