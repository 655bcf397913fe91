import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { TRANSACTION_LIMIT, type Write } from '@temkin/storage';
import { toKey, toStoredItem } from './stored-item.ts';
import { writeExpression } from './write-expression.ts';

/** The longest `ClientRequestToken` (DynamoDB TransactWriteItems), in characters. */
const TOKEN_LIMIT = 36;

const addressed = (prefix: string, write: Write) => ({
  TableName: prefix + write.key.table,
  ...writeExpression(write),
});

const putRequest = (prefix: string, write: Extract<Write, { kind: 'put' }>) => ({
  ...addressed(prefix, write),
  Item: toStoredItem(write.key, write.item),
});

const changeRequest = (prefix: string, write: Exclude<Write, { kind: 'put' }>) => ({
  ...addressed(prefix, write),
  Key: toKey(write.key),
});

const transactItem = (prefix: string, write: Write): TransactWriteItem => {
  if (write.kind === 'put') return { Put: putRequest(prefix, write) };
  const request = changeRequest(prefix, write);
  if (write.kind === 'delete') return { Delete: request };
  // Never undefined where needed: writeExpression refuses an update without changes, a check without a condition.
  const { ConditionExpression, UpdateExpression } = request;
  return write.kind === 'update'
    ? { Update: { ...request, UpdateExpression } }
    : { ConditionCheck: { ...request, ConditionExpression } };
};

/** The request of a transaction. Throws `RangeError` where it is empty, too large, writes an item twice or has no usable token. */
export const transactionRequest = (prefix: string, writes: readonly Write[], token: string) => {
  if (writes.length === 0 || writes.length > TRANSACTION_LIMIT)
    throw new RangeError(`a transaction has 1 to ${TRANSACTION_LIMIT} writes, not ${writes.length}`);
  if (token === '' || token.length > TOKEN_LIMIT)
    throw new RangeError(`a transaction's token has 1 to ${TOKEN_LIMIT} characters`);
  const items = new Set(writes.map(({ key }) => JSON.stringify([key.table, key.partition, key.sort])));
  if (items.size < writes.length) throw new RangeError('a transaction writes each item once');
  return { TransactItems: writes.map((write) => transactItem(prefix, write)), ClientRequestToken: token };
};

/** A single write, ready to be sent as often as need be. */
export const singleWrite = (
  client: DynamoDBClient,
  prefix: string,
  write: Exclude<Write, { kind: 'check' }>,
): ((abortSignal: AbortSignal) => Promise<unknown>) => {
  if (write.kind === 'put') {
    const command = new PutItemCommand(putRequest(prefix, write));
    return (abortSignal) => client.send(command, { abortSignal });
  }
  const request = changeRequest(prefix, write);
  if (write.kind === 'delete') {
    const command = new DeleteItemCommand(request);
    return (abortSignal) => client.send(command, { abortSignal });
  }
  const command = new UpdateItemCommand(request);
  return (abortSignal) => client.send(command, { abortSignal });
};
