import {
  ResourceNotFoundException,
  ScanCommand,
  type DynamoDBClient,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { persistently, type StoredItem, type TableName } from '@temkin/storage';
import { setTimeout } from 'node:timers/promises';
import type { Attributes } from './attribute-value.ts';
import { failureOf } from './failure.ts';
import { DEFAULT_PREFIX, fromStoredItem, PARTITION } from './stored-item.ts';

export interface TableScanOptions {
  readonly client: DynamoDBClient;
  /** Stands before the schema's name in the name of every table. */
  readonly prefix?: string;
  /** Parts of a table that are read at the same time. */
  readonly segments?: number;
}

/** Reads all of a table, a page of at most 1 MiB at a time, in no order. */
export type TableScan = (table: TableName) => AsyncGenerator<readonly StoredItem[]>;

/** A page may be a whole mebibyte, for which an emulator sorts the whole table, and a scan has time: nobody waits for it at a counter. */
const PATIENCE = { giveUpAfterMilliseconds: 120_000, attemptTimeoutMilliseconds: 30_000 };

const attempt = persistently(failureOf, {
  monotonicNow: () => performance.now(),
  sleep: async (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
  ...PATIENCE,
});

const fromScanned = (table: TableName, stored: Attributes): StoredItem => {
  const { sort, item } = fromStoredItem(stored);
  return { key: { table, partition: stored[PARTITION]?.S ?? '', sort }, item };
};

/** What several sources give, in the order in which it comes. */
async function* merged<Page>(sources: readonly AsyncGenerator<Page>[]): AsyncGenerator<Page> {
  const ask = (source: AsyncGenerator<Page>) => {
    const asked = source.next().then((answer) => ({ source, answer }));
    // It may fail while the page before is still being used: the race below tells.
    asked.catch(() => undefined);
    return asked;
  };
  const pending = new Map(sources.map((source) => [source, ask(source)]));
  while (pending.size > 0) {
    const { source, answer } = await Promise.race(pending.values());
    if (answer.done === true) {
      pending.delete(source);
    } else {
      pending.set(source, ask(source));
      yield answer.value;
    }
  }
}

/**
 * Reads tables whole, as no request of the system ever does: for backups. Reads are consistent: an item that was written
 * before the scan began and is not deleted while it runs is found; one that is written meanwhile may be. Throws
 * `StoreUnavailable` where the store stays silent for two minutes, and names a table that does not exist.
 */
export const tableScan = ({ client, prefix = DEFAULT_PREFIX, segments = 4 }: TableScanOptions): TableScan => {
  async function* segmentPages(table: TableName, segment: number): AsyncGenerator<readonly StoredItem[]> {
    let from: ScanCommandInput['ExclusiveStartKey'];
    do {
      const request: ScanCommandInput = {
        TableName: prefix + table,
        ConsistentRead: true,
        Segment: segment,
        TotalSegments: segments,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      };
      const answer = await attempt('read', (abortSignal) =>
        // The client's own time-out is for requests that somebody waits for.
        client.send(new ScanCommand(request), {
          abortSignal,
          requestTimeout: PATIENCE.attemptTimeoutMilliseconds,
        }),
      ).catch((error: unknown) => {
        if (error instanceof ResourceNotFoundException)
          throw new Error(`The store has no table ${request.TableName}.`, { cause: error });
        throw error;
      });
      yield (answer.Items ?? []).map((stored) => fromScanned(table, stored));
      from = answer.LastEvaluatedKey;
    } while (from !== undefined);
  }
  return (table) => merged(Array.from({ length: segments }, (_, segment) => segmentPages(table, segment)));
};
