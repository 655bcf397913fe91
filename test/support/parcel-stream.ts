import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TestTable } from './store.ts';

/** An item as a stream shows it (attributes of DynamoDB's JSON). */
export type AttributeMap = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** A stored parcel of the demo tenant, as the stream would show it. */
export const imageOf = async (
  { client, prefix }: Pick<TestTable, 'client' | 'prefix'>,
  parcelId: string,
): Promise<AttributeMap> => {
  const key = { pk: { S: `P#demo#${parcelId}` }, sk: { S: 'parcel' } };
  const { Item: image } = await client.send(
    new GetItemCommand({ TableName: `${prefix}parcels`, Key: key, ConsistentRead: true }),
  );
  if (image === undefined) throw new Error('the parcel is not stored');
  return image as AttributeMap;
};

/** The stream's record of a change from one image to another, as Lambda hands it over. */
export const streamed = (
  before: AttributeMap | undefined,
  after: AttributeMap | undefined,
): DynamoDBRecord => {
  const key = Object.fromEntries(
    Object.entries(after ?? before ?? {}).filter(([name]) => name === 'pk' || name === 'sk'),
  );
  return {
    eventID: 'c4ca4238a0b923820dcc509a6f75849b',
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'ap-southeast-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 1_000),
      Keys: key,
      SequenceNumber: '111',
      SizeBytes: 26,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...(before !== undefined && { OldImage: before }),
      ...(after !== undefined && { NewImage: after }),
    },
    eventSourceARN:
      'arn:aws:dynamodb:ap-southeast-1:123456789012:table/temkin-dev-parcels/stream/2026-11-21T00:00:00.000',
  };
};
