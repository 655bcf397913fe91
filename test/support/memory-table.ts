import {
  TRANSACTION_LIMIT,
  type Clause,
  type Condition,
  type Item,
  type Key,
  type StoredItem,
  type Table,
  type Write,
  type WriteVerdict,
} from '@temkin/storage';
import { isDeepStrictEqual } from 'node:util';

/** The table port in memory, for properties that need thousands of writes. */
export interface MemoryTable extends Table {
  /** Everything that is stored. */
  items(): readonly StoredItem[];
}

const nameOf = ({ table, partition, sort }: Key): string => JSON.stringify([table, partition, sort]);

const partitionOf = ({ table, partition }: Pick<Key, 'table' | 'partition'>): string =>
  JSON.stringify([table, partition]);

const demand = (holds: boolean, what: string): void => {
  if (!holds) throw new RangeError(what);
};

const clauseHolds = (clause: Clause, item: Item): boolean => {
  const value = item[clause.attribute];
  return clause.is === 'equal'
    ? isDeepStrictEqual(value, clause.to)
    : value === undefined || (typeof value === 'number' && value < clause.than);
};

const holds = (condition: Condition | undefined, item: Item | undefined): boolean => {
  if (condition === 'absent') return item === undefined;
  if (condition === 'present') return item !== undefined;
  return (condition ?? []).every((clause) => clauseHolds(clause, item ?? {}));
};

const updated = (
  { set = {}, add = {}, remove = [] }: Extract<Write, { kind: 'update' }>,
  item: Item,
): Item => {
  const sums = Object.entries(add).map(([name, by]) => [name, Number(item[name] ?? 0) + by] as const);
  const kept = Object.entries({ ...item, ...set, ...Object.fromEntries(sums) });
  return Object.fromEntries(kept.filter(([name]) => !remove.includes(name)));
};

const hasChanges = ({ set = {}, add = {}, remove = [] }: Extract<Write, { kind: 'update' }>): boolean =>
  Object.keys(set).length + Object.keys(add).length + remove.length > 0;

const checkWrites = (writes: readonly Write[]): void => {
  demand(writes.length > 0 && writes.length <= TRANSACTION_LIMIT, 'a transaction has 1 to 100 writes');
  demand(new Set(writes.map(({ key }) => nameOf(key))).size === writes.length, 'each on an item of its own');
  demand(
    writes.every((write) => write.kind !== 'update' || hasChanges(write)),
    'an update changes something',
  );
};

const byUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A table in memory that begins with these items. It keeps what tokens of transactions were used for, and is as consistent as can be. */
export const memoryTable = (first: readonly StoredItem[] = []): MemoryTable => {
  const stored = new Map<string, StoredItem>();
  /** Names of the items of each partition. */
  const partitions = new Map<string, Set<string>>();
  const tokens = new Map<string, readonly Write[]>();
  const find = (key: Key): Item | undefined => stored.get(nameOf(key))?.item;

  const keep = (one: StoredItem): void => {
    const name = nameOf(one.key);
    stored.set(name, one);
    const names = partitions.get(partitionOf(one.key)) ?? new Set();
    partitions.set(partitionOf(one.key), names.add(name));
  };

  const drop = (key: Key): void => {
    stored.delete(nameOf(key));
    partitions.get(partitionOf(key))?.delete(nameOf(key));
  };

  const apply = (write: Write): void => {
    const { key } = write;
    if (write.kind === 'delete') drop(key);
    if (write.kind === 'put') keep({ key, item: write.item });
    if (write.kind === 'update') keep({ key, item: updated(write, find(key) ?? {}) });
  };

  for (const one of first) keep(one);

  const commit = (writes: readonly Write[]): WriteVerdict => {
    checkWrites(writes);
    const failed = writes.flatMap(({ condition, key }, at) => (holds(condition, find(key)) ? [] : [at]));
    if (failed.length > 0) return { outcome: 'refused', failed };
    for (const write of writes) apply(write);
    return { outcome: 'committed' };
  };

  return {
    items: () => [...stored.values()],
    get: async (key) => find(key),
    getMany: async (keys) => {
      demand(keys.length <= 100, 'at most a hundred keys');
      return keys.map(find);
    },
    query: async ({ table, partition, prefix = '', order = 'ascending', limit, after }) => {
      demand(Number.isInteger(limit) && limit >= 1 && limit <= 1_000, 'a limit of 1 to 1,000');
      const way = order === 'ascending' ? 1 : -1;
      const found = [...(partitions.get(partitionOf({ table, partition })) ?? [])]
        .flatMap((name) => stored.get(name) ?? [])
        .map(({ key: { sort }, item }) => ({ sort, item }))
        .filter(({ sort }) => sort.startsWith(prefix))
        .filter(({ sort }) => after === undefined || way * byUtf8(sort, after) > 0)
        .toSorted((a, b) => way * byUtf8(a.sort, b.sort));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(found.length > limit && last !== undefined && { next: last.sort }) };
    },
    write: async (write) => commit([write]),
    deleteMany: async (keys) => {
      demand(keys.length <= 100, 'at most a hundred keys');
      for (const key of keys) apply({ kind: 'delete', key });
    },
    transact: async (writes, token) => {
      demand(token.length >= 1 && token.length <= 36, 'a token of 1 to 36 characters');
      const known = tokens.get(token);
      if (known !== undefined) {
        if (!isDeepStrictEqual(known, writes)) throw new Error('the token was used for other writes');
        return { outcome: 'committed' };
      }
      const verdict = commit(writes);
      if (verdict.outcome === 'committed') tokens.set(token, writes);
      return verdict;
    },
  };
};
