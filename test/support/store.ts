import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import type { Table } from '@temkin/storage';
import { randomBytes } from 'node:crypto';
import { afterAll, expect } from 'vitest';
import { startStore, type Store } from '../../packages/runtimes/local/src/store/index.ts';

type DynamoClient = ReturnType<typeof dynamoClient>;

/** What a test needs of a store. */
export type TestStore = Pick<Store, 'endpoint' | 'stop'>;

const openStore = async (): Promise<TestStore> => {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  return endpoint ? { endpoint, stop: async () => {} } : startStore();
};

/** The store of the file that is loaded or run, which is not that of the file before it in the same process. */
let started: { readonly file: string | undefined; readonly store: Promise<TestStore> } | undefined;

/**
 * The store of this test file: in memory, started once; or the one that DYNAMODB_ENDPOINT names. Call it at the top level
 * of a test file: that it ends with the file is registered here.
 */
export const testStore = (): Promise<TestStore> => {
  const file = expect.getState().testPath;
  if (started !== undefined && started.file === file) return started.store;
  const store = openStore();
  started = { file, store };
  afterAll(async () => (await store).stop());
  return store;
};

export interface TestTable {
  readonly table: Table;
  readonly client: DynamoClient;
  readonly prefix: string;
  readonly stop: () => Promise<void>;
}

/** A client of the test store, or of what stands in front of it. */
export const testClient = (endpoint: string): DynamoClient =>
  dynamoClient({ endpoint, region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS });

/**
 * Fresh, empty tables on the test file's own store. Call it at the top level of a test file, with `await`: cleaning up
 * is registered here.
 */
export const testTable = async (): Promise<TestTable> => {
  const { endpoint, stop: stopStore } = await testStore();
  const client = testClient(endpoint);
  const prefix = `test-${randomBytes(6).toString('hex')}-`;
  await createTables(client, prefix);
  const stop = async (): Promise<void> => {
    client.destroy();
    await stopStore();
  };
  afterAll(stop);
  return { table: dynamoTable({ client, prefix }), client, prefix, stop };
};
