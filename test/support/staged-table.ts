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
  /** Puts the next transaction alone through a stage, or the next such one. */
  once(stage: Stage, when?: (writes: readonly Write[]) => boolean): void;
  /** Does something once, after the decision and before the commit, of the next transaction or the next such one. */
  inBetween(act: () => Promise<unknown>, when?: (writes: readonly Write[]) => boolean): void;
  /** Does something before each read of a single item, until something else is set. */
  beforeGet(act?: (key: Key) => void): void;
  /** Does something before the next read of this item, which waits for it. */
  beforeReading(item: Key, act: Act): void;
  /** Does something between the next read of this item and its answer. */
  afterReading(item: Key, act: Act): void;
}

type Act = () => Promise<unknown>;

const nameOf = ({ table, partition, sort }: Key): string => JSON.stringify([table, partition, sort]);

/** What is to be done once about an item. */
const onceEach = () => {
  const acts = new Map<string, Act>();
  return {
    plan: (item: Key, act: Act): void => void acts.set(nameOf(item), act),
    perform: async (item: Key): Promise<void> => {
      const act = acts.get(nameOf(item));
      acts.delete(nameOf(item));
      await act?.();
    },
  };
};

const pass: Stage = (commit) => commit();

const nothing = (): void => undefined;

/** A staged table for one test system. */
export const stagedTable = (): StagedTable => {
  const committed: Write[] = [];
  let current = pass;
  let reading: (key: Key) => void = nothing;
  const [before, after] = [onceEach(), onceEach()];
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
    once,
    inBetween: (act, when) =>
      once(async (commit) => {
        await act();
        return commit();
      }, when),
    beforeGet: (act = nothing) => {
      reading = act;
    },
    beforeReading: before.plan,
    afterReading: after.plan,
    wrapTable: (table) => ({
      ...table,
      get: async (key) => {
        reading(key);
        await before.perform(key);
        const item = await table.get(key);
        await after.perform(key);
        return item;
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
