import type { Item, Key, Table } from '@temkin/storage';

/** Items that one request to the store reads at most (DynamoDB BatchGetItem). */
const ITEMS_PER_READ = 100;

const nameOf = ({ table, partition, sort }: Key): string => JSON.stringify([table, partition, sort]);

/**
 * A table that has read these items already, a hundred a request, and answers for them as they were then; for everything
 * else it asks the store.
 */
export const prefetchedTable = async (table: Table, keys: readonly Key[]): Promise<Table> => {
  const wanted = new Map(keys.map((key) => [nameOf(key), key]));
  const names = [...wanted.keys()];
  const pages = Array.from({ length: Math.ceil(names.length / ITEMS_PER_READ) }, (_, page) =>
    [...wanted.values()].slice(page * ITEMS_PER_READ, (page + 1) * ITEMS_PER_READ),
  );
  const items = (await Promise.all(pages.map((page) => table.getMany(page)))).flat();
  const found = new Map<string, Item | undefined>(names.map((name, at) => [name, items[at]]));
  return {
    ...table,
    get: async (key) => {
      const name = nameOf(key);
      return found.has(name) ? found.get(name) : table.get(key);
    },
  };
};
