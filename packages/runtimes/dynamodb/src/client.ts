import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

export interface DynamoClientOptions {
  /** Where DynamoDB, or what speaks its protocol, listens; the region's own endpoint where absent. */
  readonly endpoint?: string;
  readonly region?: string;
  /** The environment's own chain of providers where absent. */
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>;
}

/** Emulators demand a signature and verify none: these open nothing. */
export const EMULATOR_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Emulators want a region named as well. */
export const EMULATOR_REGION = 'local';

/** Backstops in milliseconds behind the table's own time-out per attempt, for calls that bypass the table. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 5_000;

/**
 * A client that tries once. Only the table knows whether a write may be sent again, and what its answer means then:
 * behind a retry that it cannot see, its own first attempt would look like somebody else's write.
 */
export const dynamoClient = ({ endpoint, region, credentials }: DynamoClientOptions = {}): DynamoDBClient => {
  // The SDK's advance notice about Node 20 is for maintainers; package.json states the floor, the lock file the version.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    // The SDK notes in what it is handed where that came from.
    ...(credentials !== undefined && {
      credentials: typeof credentials === 'function' ? credentials : { ...credentials },
    }),
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
  // It copies all that is sent and answered, field by field, for a log that is not kept; and no item is ever to be logged.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
};
