import {
  BatchWriteItemCommand,
  ScanCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';

type Attributes = Record<string, AttributeValue>;

/** An item of the parcel that all others are copies of. */
interface TemplateItem {
  readonly tableName: string;
  readonly item: Attributes;
}

/** Words of a parcel that stand in its items and differ from parcel to parcel. */
export interface Names {
  readonly parcelId: string;
  readonly labelId: string;
  readonly waybillNumber: string;
}

/** Items of one request (DynamoDB, `BatchWriteItem`). */
const BATCH = 25;

/** Requests under way together. */
const IN_FLIGHT = 4;

/** Days over which parcels were issued: as long as a label key lives at most. */
const DAYS = 180;

const strings = (item: Attributes): readonly string[] =>
  Object.values(item).flatMap(({ S }) => (S === undefined ? [] : [S]));

/** Every item of these tables in which one of the parcel's names stands. */
const templateOf = async (
  client: DynamoDBClient,
  tableNames: readonly string[],
  names: Names,
): Promise<readonly TemplateItem[]> => {
  const wanted = Object.values(names);
  const found = await Promise.all(
    tableNames.map(async (tableName) => {
      const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: tableName }));
      if (LastEvaluatedKey !== undefined) throw new Error(`${tableName} is not new`);
      return Items.filter((item) =>
        strings(item).some((text) => wanted.some((name) => text.includes(name))),
      ).map((item) => ({ tableName, item }));
    }),
  );
  return found.flat();
};

/** Names of the parcel of a number: as random as real ones, and the same in every run. */
const namesOf = (number: number): Names => {
  const hash = createHash('sha256').update(`parcel ${number}`).digest('hex');
  return {
    parcelId: hash.slice(0, 32),
    labelId: hash.slice(32, 48),
    waybillNumber: `FILL${String(number).padStart(9, '0')}VN`,
  };
};

/** The partition of a day becomes that of the day on which this parcel's key is due. */
const otherDay = (text: string, number: number): string =>
  text.replace(/(?<=^DUE#)\d{4}-\d\d-\d\d/, (day) =>
    new Date(Date.parse(day) - (number % DAYS) * 86_400_000).toISOString().slice(0, 10),
  );

const copyOf = (item: Attributes, from: Names, number: number): Attributes => {
  const to = namesOf(number);
  const renamed = (text: string): string =>
    otherDay(
      text
        .replaceAll(from.parcelId, to.parcelId)
        .replaceAll(from.labelId, to.labelId)
        .replaceAll(from.waybillNumber, to.waybillNumber),
      number,
    );
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.S === undefined ? value : { S: renamed(value.S) },
    ]),
  );
};

const writeBatch = async (client: DynamoDBClient, items: readonly TemplateItem[]): Promise<void> => {
  const requests: Record<string, { PutRequest: { Item: Attributes } }[]> = {};
  for (const { tableName, item } of items) (requests[tableName] ??= []).push({ PutRequest: { Item: item } });
  const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems: requests }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('the store left items unwritten');
};

/**
 * Makes a store grow by copies of one of its parcels, which differ from it and each other in their names and in the day on
 * which their keys die. What is copied are the items of the given tables, found while the store is still new.
 */
export const fillerOf = async (
  client: DynamoDBClient,
  tableNames: readonly string[],
  names: Names,
): Promise<{ readonly fill: (from: number, to: number) => Promise<void> }> => {
  const template = await templateOf(client, tableNames, names);
  if (template.length === 0) throw new Error('the parcel has no items to copy');
  return {
    fill: async (from, to) => {
      const parcelsPerRequest = Math.max(1, Math.floor(BATCH / template.length));
      let next = from;
      const lane = async (): Promise<void> => {
        while (next < to) {
          const first = next;
          next = Math.min(to, first + parcelsPerRequest);
          const numbers = Array.from({ length: next - first }, (_, i) => first + i);
          await writeBatch(
            client,
            numbers.flatMap((number) =>
              template.map(({ tableName, item }) => ({ tableName, item: copyOf(item, names, number) })),
            ),
          );
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    },
  };
};
