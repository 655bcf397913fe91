import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { itemBytes, type Attributes } from './item-size.ts';
import { keyOf, type Touched } from './touched-items.ts';

/** What DynamoDB bills for each stored item besides its size ("DynamoDB item sizes and formats"). */
const ITEM_OVERHEAD_BYTES = 100;

/** An item as far as it is billed. */
export interface StoredItem {
  /** Its size; 0 where there is none. */
  readonly bytes: number;
  /** The item's own last instant, where it has one. */
  readonly expiresAtSeconds?: number;
}

/** An item that is not there. */
export const ABSENT: StoredItem = { bytes: 0 };

const storedAs = (item: Attributes): StoredItem => ({
  bytes: itemBytes(item),
  ...(item.expiresAtSeconds?.N !== undefined && { expiresAtSeconds: Number(item.expiresAtSeconds.N) }),
});

const nameOf = (tableName: string, key: Attributes): string => JSON.stringify([tableName, keyOf(key)]);

/** Items as they are now, in the order asked. */
export const lookUp = async (
  client: DynamoDBClient,
  items: readonly Touched[],
): Promise<readonly StoredItem[]> => {
  if (items.length === 0) return [];
  const keys: Record<string, { Keys: Attributes[]; ConsistentRead: true }> = {};
  for (const { tableName, key } of items)
    (keys[tableName] ??= { Keys: [], ConsistentRead: true }).Keys.push(key);
  const { Responses = {}, UnprocessedKeys = {} } = await client.send(
    new BatchGetItemCommand({ RequestItems: keys }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new Error('the store left items unread');
  const found = new Map(
    Object.entries(Responses).flatMap(([tableName, stored]) =>
      stored.map((item) => [nameOf(tableName, item), storedAs(item)] as const),
    ),
  );
  return items.map(({ tableName, key }) => found.get(nameOf(tableName, key)) ?? ABSENT);
};

/** Months from now until the store forgets an item: at its own last instant, or when all of a parcel may go. */
export type MonthsKept = (expiresAtSeconds: number | undefined) => number;

/** What is billed for keeping an item from now on. */
export const byteMonths = ({ bytes, expiresAtSeconds }: StoredItem, monthsKept: MonthsKept): number =>
  bytes === 0 ? 0 : (bytes + ITEM_OVERHEAD_BYTES) * monthsKept(expiresAtSeconds);
