import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import type { Table } from '@temkin/storage';

/** Whether an address is this machine's own, where no AWS listens. */
const isLoopback = (endpoint: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);

/**
 * How to sign in to a store: on this machine as emulators want it, ours among them; anywhere else by the environment's
 * own chain of credentials and region (`AWS_REGION`).
 */
export const clientOptions = (endpoint: string): NonNullable<Parameters<typeof dynamoClient>[0]> => ({
  endpoint,
  ...(isLoopback(endpoint) && { region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS }),
});

/** Opens a store, making the tables that it lacks. Throws a sentence that names the store where it cannot be used. */
export const openTable = async (endpoint: string): Promise<Table> => {
  const client = dynamoClient(clientOptions(endpoint));
  try {
    await createTables(client);
  } catch (error) {
    client.destroy();
    const why = error instanceof Error ? `${error.name} ${error.message}`.trim() : '';
    throw new Error(`The store at ${new URL(endpoint).host} cannot be used: ${why}`, { cause: error });
  }
  return dynamoTable({ client, deletions: isLoopback(endpoint) ? 'transactions' : 'batches' });
};
