import type { BatchGetItemCommandInput, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Key, RangeQuery } from '@temkin/storage';
import type { Attributes } from './attribute-value.ts';
import { distinctKeys } from './distinct-keys.ts';
import { PARTITION, SORT, toKey } from './stored-item.ts';

/** The most items of one page (the table port). */
const PAGE_LIMIT = 1_000;

/** Names an item within a batch: its table and its key attributes. */
export const itemName = (tableName: string, attributes: Attributes): string =>
  JSON.stringify([tableName, attributes[PARTITION]?.S, attributes[SORT]?.S]);

/** What a batch asks for, each key once, as DynamoDB demands. Throws `RangeError` beyond 100 keys. */
export const batchRequest = (
  prefix: string,
  keys: readonly Key[],
): NonNullable<BatchGetItemCommandInput['RequestItems']> => {
  const requests: Record<string, { Keys: Attributes[]; ConsistentRead: true }> = {};
  for (const key of distinctKeys(keys)) {
    const request = (requests[prefix + key.table] ??= { Keys: [], ConsistentRead: true });
    request.Keys.push(toKey(key));
  }
  return requests;
};

/** The request of one page. Throws `RangeError` for a limit outside 1 to 1,000. */
export const queryRequest = (prefix: string, range: RangeQuery): QueryCommandInput => {
  const { table, partition, prefix: begin = '', order = 'ascending', limit, after } = range;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT)
    throw new RangeError(`a page has 1 to ${PAGE_LIMIT} items`);
  return {
    TableName: prefix + table,
    ConsistentRead: true,
    Limit: limit,
    ScanIndexForward: order === 'ascending',
    KeyConditionExpression: begin === '' ? '#p = :p' : '#p = :p AND begins_with(#s, :s)',
    ExpressionAttributeNames: { '#p': PARTITION, ...(begin !== '' && { '#s': SORT }) },
    ExpressionAttributeValues: { ':p': { S: partition }, ...(begin !== '' && { ':s': { S: begin } }) },
    ...(after !== undefined && { ExclusiveStartKey: toKey({ partition, sort: after }) }),
  };
};
