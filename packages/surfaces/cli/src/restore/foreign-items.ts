import type { Clock } from '@temkin/kernel';
import { partsOf, TABLE_NAMES, type StoredItem, type TableName } from '@temkin/storage';
import type { TableScan } from '@temkin/dynamodb';
import { isRestoreMark } from '@temkin/local/backup';
import { NEVER_BACKED_UP } from '../format/backup-order.ts';
import { toCanonicalJson } from '../format/canonical-json.ts';
import { sha256Hex } from '../format/digest.ts';
import { isExpired } from '../is-expired.ts';

/** Whose logs there are to care for: whoever comes back is put there, and a company too many harms nobody. */
const isListed = ({ key }: StoredItem): boolean => partsOf('log-heads', 'listed', key) !== undefined;

const nameOf = ({ key, item }: StoredItem): string =>
  sha256Hex(toCanonicalJson({ table: key.table, partition: key.partition, sort: key.sort, item }));

/** Tables that say of the registry what it was later than the backup: entries that lead to nobody, rows that are said to be in. */
const OF_LATER_REGISTRY: ReadonlySet<TableName> = new Set([
  'subscriber-index',
  'registry-bulk',
  'registry-sweeps',
] as const);

/**
 * Tables that go on from where they are; heads and index where the logs do. The index of the registry does not: it would lead to
 * people as they were later than the backup, and pass for whole. Nor do imports, which would take rows for done that are not there, nor
 * sweeps, which would go on among other people.
 */
const SURVIVING: readonly TableName[] = [
  'outbox',
  ...NEVER_BACKED_UP.filter((table) => !OF_LATER_REGISTRY.has(table)),
];
const SURVIVING_WITHOUT_LOGS: readonly TableName[] = ['outbox', 'call-keys'];

/**
 * How many items a store holds that a restore would not put there: none in an empty store, and none in one that holds
 * what an earlier run of the same restore got done. Events are nobody's foreigners, nor are heads and the index of logs
 * that are not lost: they may have survived. Keeps a hash in memory for each item of the store.
 */
export const foreignItems = async (
  scan: TableScan,
  wouldBring: () => AsyncIterable<readonly StoredItem[]>,
  { clock, logsAreLost }: { readonly clock: Clock; readonly logsAreLost: boolean },
): Promise<number> => {
  const unexplained = new Set<string>();
  const surviving = logsAreLost ? SURVIVING_WITHOUT_LOGS : SURVIVING;
  for (const table of TABLE_NAMES.filter((name) => !surviving.includes(name)))
    for await (const page of scan(table))
      for (const stored of page)
        if (!isExpired(stored.item, clock) && !isRestoreMark(stored.key) && !isListed(stored))
          unexplained.add(nameOf(stored));
  if (unexplained.size === 0) return 0;
  for await (const page of wouldBring()) for (const stored of page) unexplained.delete(nameOf(stored));
  return unexplained.size;
};
