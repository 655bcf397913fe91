import type { Table, Write, WriteVerdict } from '@temkin/storage';

/** What a transaction goes through on its way to the store; `commit` sends it there. */
export type Stage = (commit: () => Promise<WriteVerdict>, writes: readonly Write[]) => Promise<WriteVerdict>;

/** A table at whose transactions a test can act, and which tells what it wrote. */
export interface StagedTable {
  /** For `testSystem`. */
  readonly wrapTable: (table: Table) => Table;
  /** Every write of every committed transaction since the test file began, in order of commit; checks left out. */
  readonly committed: readonly Write[];
  /** Puts transactions through a stage until another is set; without one they pass. */
  stage(stage?: Stage): void;
}

/** A staged table for one test system. */
export const stagedTable = (): StagedTable => {
  const committed: Write[] = [];
  const pass: Stage = (commit) => commit();
  let current = pass;
  return {
    committed,
    stage: (stage = pass) => {
      current = stage;
    },
    wrapTable: (table) => ({
      ...table,
      transact: (writes, token) =>
        current(async () => {
          const verdict = await table.transact(writes, token);
          if (verdict.outcome === 'committed')
            committed.push(...writes.filter(({ kind }) => kind !== 'check'));
          return verdict;
        }, writes),
    }),
  };
};
