import { dynamoTable, tableScan } from '@temkin/dynamodb';
import { TABLE_NAMES, textOf, type Attribute, type Item, type Key, type Table } from '@temkin/storage';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { runningStore } from '../../packages/runtimes/local/src/data-directory/index.ts';
import { startStore } from '../../packages/runtimes/local/src/store/index.ts';
import { toCanonicalJson } from '../../packages/surfaces/cli/src/format/canonical-json.ts';
import { sha256Hex } from '../../packages/surfaces/cli/src/format/digest.ts';
import { kindsOf } from './item-kinds.ts';
import { testClient, type TestTable } from './store.ts';

/** An item with its key. */
export interface StoredItem extends Key {
  readonly item: Item;
}

/** Bytes within a stored value, wherever they are. */
export const bytesIn = (value: Attribute): readonly Uint8Array[] => {
  if (value instanceof Uint8Array) return [value];
  if (typeof value === 'object') return Object.values(value).flatMap(bytesIn);
  return [Buffer.from(String(value))];
};

/** All that an item consists of: its key, as it is and without percent-encoding, the names of its fields, and what is in them. */
export const allBytesOf = ({ partition, sort, item }: StoredItem): readonly Uint8Array[] => [
  ...[partition, sort].flatMap((part) => [part, decodeURIComponent(part)]).map((text) => Buffer.from(text)),
  ...Object.keys(item).map((text) => Buffer.from(text)),
  ...bytesIn(item),
];

/** Everything that is stored, table by table: what the table port, for good reason, cannot ask for. */
export const scanTables = async (
  store: Pick<TestTable, 'client' | 'prefix'>,
): Promise<readonly StoredItem[]> => {
  const scan = tableScan({ ...store, segments: 1 });
  const items: StoredItem[] = [];
  for (const table of TABLE_NAMES)
    for await (const page of scan(table)) for (const { key, item } of page) items.push({ ...key, item });
  return items;
};

/** Lets `use` look into a data directory that nobody uses, or change it, through a store of its own. */
export const inStoreOf = async <Result>(
  data: string,
  use: (table: Table, items: readonly StoredItem[]) => Promise<Result> | Result,
): Promise<Result> => {
  const store = await startStore({ databaseFile: join(data, 'store.db') });
  const client = testClient(store.endpoint);
  try {
    const prefix = 'temkin-';
    return await use(dynamoTable({ client, prefix }), await scanTables({ client, prefix }));
  } finally {
    client.destroy();
    await store.stop();
  }
};

/** Lets `use` change what the server of a data directory has in its store, while it runs. */
export const inRunningStoreOf = async <Result>(
  data: string,
  use: (table: Table) => Promise<Result>,
): Promise<Result> => {
  const endpoint = await runningStore(data);
  if (endpoint === undefined) throw new Error(`no server runs on ${data}`);
  const client = testClient(endpoint);
  try {
    return await use(dynamoTable({ client, prefix: 'temkin-' }));
  } finally {
    client.destroy();
  }
};

/**
 * Copies a data directory, as a backup or a thief would, and lets `read` look into the copy. Nothing may be writing to
 * the directory meanwhile.
 */
export const readCopy = async <Result>(
  data: string,
  copy: string,
  read: (table: Table, items: readonly StoredItem[]) => Promise<Result> | Result,
): Promise<Result> => {
  await cp(data, copy, { recursive: true });
  return inStoreOf(copy, read);
};

/**
 * Everything as text, each item by its key and a hash of its canonical form, so that a difference can be read; but for
 * nonces and refusal budgets, which live a few minutes and may expire from one restore to the next.
 */
export const fingerprints = (items: readonly StoredItem[]): readonly string[] =>
  items
    .filter(({ table, partition }) => table !== 'requests' || !/^[NR]#/.test(partition))
    .map(({ table, partition, sort, item }) =>
      [table, partition, sort, sha256Hex(toCanonicalJson(item))].join(' '),
    )
    .toSorted();

/** How many there are of a table, and of those with this sort key where one is named. */
export const countOf = (items: readonly StoredItem[], table: string, sort?: string): number =>
  items.filter((stored) => stored.table === table && (sort === undefined || stored.sort === sort)).length;

/** Parcels that were revoked, by their ids. */
export const revokedIn = (items: readonly StoredItem[]): readonly string[] =>
  items.filter(({ item }) => item.state === 'revoked').map(({ item }) => textOf(item, 'parcelId'));

/** What a restore brings back, without its note of the time of which no calls are known: until that restore. */
export const whateverTheTime = (items: readonly StoredItem[]): readonly StoredItem[] =>
  items.filter((item) => !kindsOf(item).includes('calls.lostCalls'));
