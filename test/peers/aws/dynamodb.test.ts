import { createTables, dynamoClient, dynamoTable } from '@temkin/dynamodb';
import type { Write } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { tableContract } from '../../contract/table-contract.ts';
import { expectGap } from './gaps.ts';
import { peer } from './peer.ts';
import { recordedRequests } from './recorded-requests.ts';

const client = dynamoClient(peer);
afterAll(() => client.destroy());

const prefix = `peer-${randomUUID()}-`;
await createTables(client, prefix);

describe('under a token that moto forgets', () => {
  expectGap('the ClientRequestToken of DynamoDB transactions');
  tableContract('DynamoDB', dynamoTable({ client, prefix }));
});

describe('the ClientRequestToken of DynamoDB transactions', () => {
  it('is sent in the words of DynamoDB’s reference', async () => {
    const token = randomUUID();
    const put: Write = { kind: 'put', key: { table: 'parcels', partition: 'p', sort: 's' }, item: { n: 1 } };
    const requests = await recordedRequests({}, async (endpoint) =>
      dynamoTable({ client: dynamoClient({ ...peer, endpoint }), prefix }).transact([put], token),
    );
    expect(requests).toEqual([
      {
        method: 'POST',
        contentType: 'application/x-amz-json-1.0',
        target: 'DynamoDB_20120810.TransactWriteItems',
        body: {
          ClientRequestToken: token,
          TransactItems: [
            {
              Put: { TableName: `${prefix}parcels`, Item: { pk: { S: 'p' }, sk: { S: 's' }, n: { N: '1' } } },
            },
          ],
        },
      },
    ]);
  });
});
