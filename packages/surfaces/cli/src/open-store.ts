import { dynamoClient, dynamoTable, tableScan, type TableScan } from '@temkin/dynamodb';
import {
  clientOptions,
  readConfiguration,
  storePlace,
  storeToRead,
  type Variables,
} from '@temkin/local/backup';
import type { Table } from '@temkin/storage';
import { textOption, UsageError, type Values } from './command.ts';

/** Where a store is: on a data directory, at an address, or the tables of this prefix in AWS. */
export type StoreChoice =
  | { readonly kind: 'directory'; readonly directory: string }
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  | { readonly kind: 'tables'; readonly prefix: string };

/** A store that a backup reads, or that a restore fills. */
export interface OpenStore {
  readonly scan: TableScan;
  readonly table: Table;
  readonly close: () => Promise<void>;
}

/** Options of every command that works on a store. */
export const STORE_OPTIONS = { 'data-dir': { type: 'string' }, tables: { type: 'string' } } as const;

/** The characters of a table's name in DynamoDB; the longest name of ours stands behind it. */
const TABLE_PREFIX = /^[A-Za-z0-9_.-]{1,200}$/;

const tablesOf = (prefix: string): StoreChoice => {
  if (!TABLE_PREFIX.test(prefix))
    throw new UsageError('a prefix of tables has letters, digits and "-._" only');
  return { kind: 'tables', prefix };
};

/** The store that a command line and its environment mean. */
export const chooseStore = (values: Values, environment: Variables): StoreChoice => {
  const [directory, prefix] = [textOption(values, 'data-dir'), textOption(values, 'tables')];
  if (directory !== undefined && prefix !== undefined)
    throw new UsageError('--data-dir and --tables name two stores: choose one');
  if (directory !== undefined) return { kind: 'directory', directory };
  if (prefix !== undefined) return tablesOf(prefix);
  const { storeEndpoint, dataDirectory } = readConfiguration(environment);
  return storeEndpoint === undefined
    ? { kind: 'directory', directory: dataDirectory }
    : { kind: 'endpoint', endpoint: storeEndpoint };
};

/** A store named in one word: `http://…`, `tables:<prefix>`, or else a data directory. */
export const storeNamed = (name: string): StoreChoice => {
  if (name.startsWith('tables:')) return tablesOf(name.slice('tables:'.length));
  if (!/^https?:/.test(name)) return { kind: 'directory', directory: name };
  if (!URL.canParse(name)) throw new UsageError('that is no address of a store');
  return { kind: 'endpoint', endpoint: name };
};

/** The choice in words. Of an address only the host: the rest may hold secrets. */
export const storeName = (choice: StoreChoice): string => {
  if (choice.kind === 'directory') return choice.directory;
  return choice.kind === 'tables' ? `the tables ${choice.prefix}*` : storePlace(choice.endpoint).name;
};

/** A store at an address, or AWS by the environment; `stop` is called after it has been closed. */
export const storeAt = (
  { endpoint, prefix }: { readonly endpoint?: string; readonly prefix?: string },
  stop: () => Promise<void> = async () => {},
): OpenStore => {
  const client = dynamoClient(endpoint === undefined ? {} : clientOptions(endpoint));
  const tables = { client, ...(prefix !== undefined && { prefix }) };
  return {
    scan: tableScan(tables),
    table: dynamoTable(tables),
    close: async () => {
      client.destroy();
      await stop();
    },
  };
};

/** Opens a store that has data, to be read. */
export const openStore = async (choice: StoreChoice): Promise<OpenStore> => {
  if (choice.kind !== 'directory') return storeAt(choice);
  const { endpoint, stop } = await storeToRead(choice.directory);
  return storeAt({ endpoint }, stop);
};
