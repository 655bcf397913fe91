/** Entry of a bundle: what the parcel API stands on, each library ready for use, and nothing built upon it. */
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Hono } from 'hono';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import sodium from 'libsodium-wrappers';
import * as z from 'zod';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

await sodium.ready;

const client = new DynamoDBClient({
  endpoint: 'http://127.0.0.1:9',
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const keys = createRemoteJWKSet(new URL('https://issuer.example/jwks'));
const body = z.strictObject({ token: z.string().max(4_096) });

/** Named so that the bundler keeps them; nothing here is ever called. */
const kept = [
  jwtVerify,
  keys,
  body,
  client,
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
];

const app = new Hono().post('/v1/parcels/resolve', (context) =>
  context.json({ libraries: kept.length }, 401),
);

/** The first request: answered with the same status as the parcel API's. */
export const firstStatus = async (): Promise<number> => {
  const answer = await app.fetch(
    new Request('http://api.example/v1/parcels/resolve', { method: 'POST', body: '{}' }),
  );
  await answer.text();
  return answer.status;
};
