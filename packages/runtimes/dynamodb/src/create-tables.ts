import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { TABLE_NAMES } from '@temkin/storage';
import { DEFAULT_PREFIX, PARTITION, SORT } from './stored-item.ts';

const PATIENCE_SECONDS = 60;

const createTable = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: PARTITION, KeyType: 'HASH' },
          { AttributeName: SORT, KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: PARTITION, AttributeType: 'S' },
          { AttributeName: SORT, AttributeType: 'S' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists(
    { client, minDelay: 1, maxDelay: 2, maxWaitTime: PATIENCE_SECONDS },
    { TableName: tableName },
  );
};

/** Creates every table of the schema that is not there yet, and waits until all are usable (a minute at most). */
export const createTables = async (client: DynamoDBClient, prefix = DEFAULT_PREFIX): Promise<void> => {
  await Promise.all(TABLE_NAMES.map((name) => createTable(client, prefix + name)));
};
