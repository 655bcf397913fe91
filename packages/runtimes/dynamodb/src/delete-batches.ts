import type { BatchWriteItemCommandInput } from '@aws-sdk/client-dynamodb';
import { OutcomeUnknown } from '@temkin/kernel';
import type { Key } from '@temkin/storage';
import type { Attributes } from './attribute-value.ts';
import { toKey } from './stored-item.ts';

/** The most items of one BatchWriteItem (DynamoDB). */
const BATCH_LIMIT = 25;

/** What one BatchWriteItem asks for. */
export type DeleteBatch = NonNullable<BatchWriteItemCommandInput['RequestItems']>;

const batchOf = (prefix: string, keys: readonly Key[]): DeleteBatch => {
  const requests: Record<string, { DeleteRequest: { Key: Attributes } }[]> = {};
  for (const key of keys) (requests[prefix + key.table] ??= []).push({ DeleteRequest: { Key: toKey(key) } });
  return requests;
};

/** Keys that differ, in as few batches as there can be. */
export const deleteBatches = (prefix: string, keys: readonly Key[]): readonly DeleteBatch[] =>
  Array.from({ length: Math.ceil(keys.length / BATCH_LIMIT) }, (_, at) =>
    batchOf(prefix, keys.slice(at * BATCH_LIMIT, (at + 1) * BATCH_LIMIT)),
  );

/** Waits for all batches to end. Where one failed and another may have been applied, throws `OutcomeUnknown`. */
export const allDeleted = async (batches: readonly Promise<unknown>[]): Promise<void> => {
  const settled = await Promise.allSettled(batches);
  const errors = settled.flatMap((batch): readonly unknown[] =>
    batch.status === 'rejected' ? [batch.reason] : [],
  );
  if (errors.length === 0) return;
  if (errors.length < batches.length || errors.some((error) => error instanceof OutcomeUnknown))
    throw new OutcomeUnknown('some of many items may have been deleted', { cause: errors[0] });
  throw errors[0];
};
