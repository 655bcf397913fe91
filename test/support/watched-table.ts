import type { Key, Table, Write } from '@temkin/storage';

/** What a sort key begins with, where that is a word: ids, windows and numbers are left out. */
const wordIn = (sort: string): string => /^[a-z]+(?![0-9a-f-])/.exec(sort.split('#')[0] ?? '')?.[0] ?? '';

const nameless = ({ table, partition, sort }: Key): string =>
  `${table} ${partition.split('#')[0]} ${wordIn(sort)}`;

const written = (write: Write): string => {
  const fields = write.kind === 'put' ? Object.entries(write.item) : [];
  const shape = fields.map(
    ([name, value]) => `${name}:${typeof value === 'object' ? 'bytes' : typeof value}`,
  );
  return `${write.kind} ${nameless(write.key)} ${shape.join()}`;
};

/** A table that tells what it was asked for: kinds of requests and of items, no names. */
export const watchedTable = (table: Table, calls: string[]): Table => ({
  ...table,
  get: (key) => {
    calls.push(`get ${nameless(key)}`);
    return table.get(key);
  },
  getMany: (keys) => {
    const [first = { table: 'parcels', partition: '', sort: '' } as const] = keys;
    calls.push(`getMany ${keys.length} ${nameless(first)}`);
    return table.getMany(keys);
  },
  query: (range) => {
    calls.push(`query ${range.table} ${range.partition.split('#')[0]}`);
    return table.query(range);
  },
  write: (write) => {
    calls.push(`write ${written(write)}`);
    return table.write(write);
  },
  transact: (writes, token) => {
    calls.push(`transact ${writes.map(written).join('; ')}`);
    return table.transact(writes, token);
  },
});
