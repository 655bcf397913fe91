import { dynamoClient, dynamoTable, tableScan, type TableScan } from '@temkin/dynamodb';
import {
  clientOptions,
  readConfiguration,
  refuseHalfRestoredTable,
  storePlace,
  storeToRead,
  type Variables,
} from '@temkin/local/backup';
import type { Table } from '@temkin/storage';
import { refuseWithoutSignature } from './can-sign.ts';
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

/** Where the logs of a store lie if nobody says otherwise: on one machine where its server puts them. */
export const usualLogs = (choice: StoreChoice, environment: Variables): string | undefined => {
  if (choice.kind === 'tables') return undefined;
  const directory = choice.kind === 'directory' ? { TEMKIN_DATA_DIR: choice.directory } : {};
  return readConfiguration({ ...environment, ...directory }).logDirectory;
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

/**
 * A store at an address, or AWS by the environment; `stop` is called after it has been closed. Throws where AWS could not
 * be asked for want of a region or credentials.
 */
export const storeAt = async (
  { endpoint, prefix }: { readonly endpoint?: string; readonly prefix?: string },
  stop: () => Promise<void> = async () => {},
): Promise<OpenStore> => {
  const client = dynamoClient(endpoint === undefined ? {} : clientOptions(endpoint));
  const tables = { client, ...(prefix !== undefined && { prefix }) };
  const close = async (): Promise<void> => {
    client.destroy();
    await stop();
  };
  try {
    await refuseWithoutSignature(client);
  } catch (error) {
    await close();
    throw error;
  }
  return { scan: tableScan(tables), table: dynamoTable(tables), close };
};

/** The table port says of a table that is not there only that it is not there; a scan names it. */
const refuseHalfRestored = async ({ table, scan }: OpenStore, choice: StoreChoice): Promise<void> => {
  await scan('tenant-keys').next();
  await refuseHalfRestoredTable(table, storeName(choice));
};

/** Opens a store that has data, to be read. Throws where a restore into it has not ended. */
export const openStore = async (choice: StoreChoice): Promise<OpenStore> => {
  if (choice.kind === 'directory') {
    const { endpoint, stop } = await storeToRead(choice.directory);
    return storeAt({ endpoint }, stop);
  }
  const store = await storeAt(choice);
  try {
    await refuseHalfRestored(store, choice);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};
