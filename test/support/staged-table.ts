import type { Key, Table, Write, WriteVerdict } from '@temkin/storage';

/** What a transaction goes through on its way to the store; `commit` sends it there. */
export type Stage = (commit: () => Promise<WriteVerdict>, writes: readonly Write[]) => Promise<WriteVerdict>;

/** A table at whose transactions and reads a test can act, and which tells what it wrote. */
export interface StagedTable {
  /** For `testSystem`. */
  readonly wrapTable: (table: Table) => Table;
  /** Every write of every committed transaction so far, in order of commit; checks left out. */
  readonly committed: readonly Write[];
  /** Puts transactions through a stage until another is set; without one they pass. */
  stage(stage?: Stage): void;
  /** Puts the next transaction alone through a stage. */
  once(stage: Stage): void;
  /** Does something once, after the decision and before the commit, of the next transaction or the next such one. */
  inBetween(act: () => Promise<unknown>, when?: (writes: readonly Write[]) => boolean): void;
  /** Does something before each read of a single item, until something else is set. */
  beforeGet(act?: (key: Key) => void): void;
}

const pass: Stage = (commit) => commit();

const nothing = (): void => undefined;

/** A staged table for one test system. */
export const stagedTable = (): StagedTable => {
  const committed: Write[] = [];
  let current = pass;
  let reading: (key: Key) => void = nothing;
  const once = (stage: Stage, when: (writes: readonly Write[]) => boolean = () => true): void => {
    current = (commit, writes) => {
      if (!when(writes)) return commit();
      current = pass;
      return stage(commit, writes);
    };
  };
  return {
    committed,
    stage: (stage = pass) => {
      current = stage;
    },
    once: (stage) => once(stage),
    inBetween: (act, when) =>
      once(async (commit) => {
        await act();
        return commit();
      }, when),
    beforeGet: (act = nothing) => {
      reading = act;
    },
    wrapTable: (table) => ({
      ...table,
      get: async (key) => {
        reading(key);
        return table.get(key);
      },
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
