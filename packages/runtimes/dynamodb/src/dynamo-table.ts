import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { OutcomeUnknown } from '@temkin/kernel';
import { persistently, type Table, type WriteVerdict } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Attributes } from './attribute-value.ts';
import { allDeleted, deleteBatches, type DeleteBatch } from './delete-batches.ts';
import { distinctKeys } from './distinct-keys.ts';
import { failureOf, refusedBy, Unfinished } from './failure.ts';
import { batchRequest, itemName, queryRequest } from './read-request.ts';
import { DEFAULT_PREFIX, fromStoredItem, SORT, toKey } from './stored-item.ts';
import { singleWrite, transactionRequest } from './write-request.ts';

export interface DynamoTableOptions {
  /** Made by `dynamoClient`: it must not retry by itself. */
  readonly client: DynamoDBClient;
  /** Stands before the schema's name in the name of every table. */
  readonly prefix?: string;
  /** Milliseconds by a clock that is never set; `performance.now` where absent. Deadlines go by it. */
  readonly monotonicNow?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1: spreads retries in time. */
  readonly random?: () => number;
  /** Makes the tokens of single writes that are sent as transactions. */
  readonly newToken?: () => string;
  /**
   * How `deleteMany` asks. Batches, of 25, cost half of what a transaction does at DynamoDB, and are meant where absent. The
   * embedded store syncs every item of a batch to the disk by itself, and a transaction of a hundred once.
   */
  readonly deletions?: 'batches' | 'transactions';
  /** No attempt begins later than this after the first. */
  readonly giveUpAfterMilliseconds?: number;
  /** An attempt without a complete answer is cut off after this. */
  readonly attemptTimeoutMilliseconds?: number;
}

const verdict = async (sent: Promise<unknown>): Promise<WriteVerdict> => {
  try {
    await sent;
    return { outcome: 'committed' };
  } catch (error) {
    const failed = refusedBy(error);
    if (failed === undefined) throw error;
    return { outcome: 'refused', failed };
  }
};

/**
 * The table port over DynamoDB or what speaks its protocol. Every call ends within `giveUpAfterMilliseconds` plus
 * `attemptTimeoutMilliseconds` (10 s and 2.5 s unless told otherwise), whatever the store does.
 */
export const dynamoTable = ({
  client,
  prefix = DEFAULT_PREFIX,
  monotonicNow = () => performance.now(),
  sleep = async (milliseconds) => setTimeout(milliseconds),
  random = Math.random,
  newToken = randomUUID,
  deletions = 'batches',
  giveUpAfterMilliseconds = 10_000,
  attemptTimeoutMilliseconds = 2_500,
}: DynamoTableOptions): Table => {
  const attempt = persistently(failureOf, {
    monotonicNow,
    sleep,
    random,
    giveUpAfterMilliseconds,
    attemptTimeoutMilliseconds,
  });

  const transact: Table['transact'] = async (writes, token) => {
    const request = transactionRequest(prefix, writes, token);
    // The store remembers a token for ten minutes, so an answer after a doubtful attempt is as good as the first.
    return attempt('write', (abortSignal) =>
      verdict(client.send(new TransactWriteItemsCommand(request), { abortSignal })),
    );
  };

  const deleteBatch = async (batch: DeleteBatch): Promise<void> => {
    let pending = batch;
    await attempt('write', async (abortSignal) => {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: pending }), { abortSignal });
      pending = answer.UnprocessedItems ?? {};
      if (Object.keys(pending).length > 0) throw new Unfinished();
    });
  };

  return {
    transact,

    deleteMany: async (keys) => {
      const distinct = distinctKeys(keys);
      if (deletions === 'batches') await allDeleted(deleteBatches(prefix, distinct).map(deleteBatch));
      else if (distinct.length > 0)
        await transact(
          distinct.map((key) => ({ kind: 'delete', key })),
          newToken(),
        );
    },

    get: async (key) => {
      const request = { TableName: prefix + key.table, Key: toKey(key), ConsistentRead: true };
      const answer = await attempt('read', (abortSignal) =>
        client.send(new GetItemCommand(request), { abortSignal }),
      );
      return answer.Item && fromStoredItem(answer.Item).item;
    },

    getMany: async (keys) => {
      if (keys.length === 0) return [];
      const found = new Map<string, Attributes>();
      let pending = batchRequest(prefix, keys);
      await attempt('read', async (abortSignal) => {
        const answer = await client.send(new BatchGetItemCommand({ RequestItems: pending }), { abortSignal });
        for (const [tableName, items] of Object.entries(answer.Responses ?? {}))
          for (const stored of items) found.set(itemName(tableName, stored), stored);
        pending = answer.UnprocessedKeys ?? {};
        if (Object.keys(pending).length > 0) throw new Unfinished();
      });
      return keys.map((key) => {
        const stored = found.get(itemName(prefix + key.table, toKey(key)));
        return stored && fromStoredItem(stored).item;
      });
    },

    query: async (range) => {
      const request = queryRequest(prefix, range);
      const answer = await attempt('read', (abortSignal) =>
        client.send(new QueryCommand(request), { abortSignal }),
      );
      const next = answer.LastEvaluatedKey?.[SORT]?.S;
      // DynamoDB compares a prefix byte by byte; an emulator on SQLite may compare it without regard to case.
      const items = (answer.Items ?? []).map(fromStoredItem);
      return {
        items: items.filter(({ sort }) => sort.startsWith(range.prefix ?? '')),
        ...(next !== undefined && { next }),
      };
    },

    write: async (write) => {
      // Added twice counts twice: only a transaction's token makes the retry of an addition harmless.
      if (write.kind === 'update' && write.add !== undefined) return transact([write], newToken());
      const send = singleWrite(client, prefix, write);
      const { answer, doubtful } = await attempt('write', async (abortSignal, afterDoubt) => ({
        answer: await verdict(send(abortSignal)),
        doubtful: afterDoubt,
      }));
      // The condition may have failed because an earlier attempt of this very write was applied.
      if (doubtful && answer.outcome === 'refused') throw new OutcomeUnknown('a write may have been applied');
      return answer;
    },
  };
};
