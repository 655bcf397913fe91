import { knownSize, logEntries, logHeads, type KnownSize } from '@temkin/audit';
import type { LogName } from '@temkin/audit/domain';
import { outboxKey } from '@temkin/audit-event';
import { toHex } from '@temkin/kernel';
import type { StoredItem } from '@temkin/storage';
import { emptyRoot } from '@temkin/tlog';
import type { LoggedSize } from '../format/manifest.ts';
import { logText, ofLog, type LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';

/** A log, and what was known of it. */
export type KnownLog = LogName & KnownSize;

const NO_BACKUP = 'There is no backup.';

const unnamed = (logs: readonly LogName[]): Error =>
  new Error(
    `The store has logs (${logs.map(logText).join(', ')}), into which events leave its outbox: what was destroyed, ` +
      'revoked or suspended while the backup runs is known from both alone. Say where the logs lie: ' +
      `--logs <directory | s3://bucket>. ${NO_BACKUP}`,
  );

/** What is known of each log before the first item is read. Throws where there are logs and nobody says where they lie. */
export const knownLogs = async (
  store: OpenStore,
  logsAt: LogsAt | undefined,
): Promise<readonly KnownLog[]> => {
  const names = await storeLogs(store);
  if (names.length === 0) return [];
  if (logsAt === undefined) throw unnamed(names);
  const heads = logHeads(store.table);
  const known: KnownLog[] = [];
  for (const log of names) {
    const head = await heads.load(log);
    if (head === undefined) continue;
    try {
      known.push({ ...log, ...(await knownSize(logsAt.survivors)(head)) });
    } catch (error) {
      throw ofLog(error, log, logsAt, NO_BACKUP);
    }
  }
  return known;
};

/** Those that were known, and those that were begun since. */
export const logsByNow = async (
  store: OpenStore,
  logsAt: LogsAt | undefined,
  known: readonly KnownLog[],
): Promise<readonly KnownLog[]> => {
  const names = await storeLogs(store);
  const begun = names.filter((log) => !known.some((one) => logText(one) === logText(log)));
  if (begun.length === 0) return known;
  if (logsAt === undefined) throw unnamed(begun);
  const root = await emptyRoot(logsAt.survivors.sha256);
  return [...known, ...begun.map((log) => ({ ...log, size: 0, root }))];
};

/** The events that came into a log since it was known, as they waited before, without those that `isKnown`. */
export async function* loggedSince(
  logsAt: LogsAt,
  { tenant, year, ...known }: KnownLog,
  isKnown: (eventId: string) => boolean,
): AsyncGenerator<readonly StoredItem[]> {
  const log = { tenant, year };
  try {
    for await (const { eventId, index, entry } of logEntries(logsAt.survivors)(log, known))
      // Entry 0 never waited: the log makes it for itself.
      if (index > 0 && eventId !== undefined && !isKnown(eventId))
        yield [{ key: outboxKey(tenant, eventId), item: { entry } }];
  } catch (error) {
    throw ofLog(error, log, logsAt, NO_BACKUP);
  }
}

/** As a manifest has it. */
export const toLoggedSize = ({ tenant, year, size, root }: KnownLog): LoggedSize => ({
  tenant,
  year,
  size,
  root: toHex(root),
});
