import type { Clock } from '@temkin/kernel';
import { TABLE_NAMES, type StoredItem, type TableName } from '@temkin/storage';
import type { TableScan } from '@temkin/dynamodb';
import { isRestoreMark } from '@temkin/local/backup';
import { toCanonicalJson } from '../format/canonical-json.ts';
import { sha256Hex } from '../format/digest.ts';
import { isExpired } from '../is-expired.ts';

const nameOf = ({ key, item }: StoredItem): string =>
  sha256Hex(toCanonicalJson({ table: key.table, partition: key.partition, sort: key.sort, item }));

/** Tables that go on from where they are. */
const SURVIVING: ReadonlySet<TableName> = new Set(['outbox', 'log-heads']);

/**
 * How many items a store holds that a restore would not put there: none in an empty store, and none in one that holds
 * what an earlier run of the same restore got done. Events and heads of logs are nobody's foreigners: they may have
 * survived. Keeps a hash in memory for each item of the store.
 */
export const foreignItems = async (
  scan: TableScan,
  wouldBring: () => AsyncIterable<readonly StoredItem[]>,
  clock: Clock,
): Promise<number> => {
  const unexplained = new Set<string>();
  for (const table of TABLE_NAMES.filter((name) => !SURVIVING.has(name)))
    for await (const page of scan(table))
      for (const stored of page)
        if (!isExpired(stored.item, clock) && !isRestoreMark(stored.key)) unexplained.add(nameOf(stored));
  if (unexplained.size === 0) return 0;
  for await (const page of wouldBring()) for (const stored of page) unexplained.delete(nameOf(stored));
  return unexplained.size;
};
