import { logYear, outboxKey } from '@temkin/audit-event';
import { eventIdTime } from '@temkin/kernel';
import { bytesOf, type Table } from '@temkin/storage';
import { TILE_WIDTH } from '@temkin/tlog';
import type { FoundEvent, LogName } from '../domain/index.ts';
import type { LogBundles, LogEntry } from './log-bundles.ts';
import type { LogIndex } from './log-index.ts';
import { foundEvent } from './logged-event.ts';
import type { ReadableLog, ReadableLogs } from './readable-logs.ts';

const among = ({ year }: LogName, entries: readonly LogEntry[], eventId: string): FoundEvent | undefined => {
  for (const { index, entry } of entries) {
    const found = foundEvent(entry, { year, index });
    if (found?.event.eventId === eventId) return found;
  }
  return undefined;
};

/** What is staged has its place, and nobody can be shown it there yet: it waits. */
const amongStaged = (staged: readonly Uint8Array[], eventId: string): FoundEvent | undefined =>
  staged.map((entry) => foundEvent(entry)).find((found) => found?.event.eventId === eventId);

const isBefore = (one: FoundEvent, other: FoundEvent): boolean =>
  (one.place?.index ?? 0) < (other.place?.index ?? 0);

/**
 * Finds an event by its id, wherever it stands. The outbox is asked first: what has left it by then is in a log that is
 * read afterwards. There the id tells the instant: the full bundles of that time are tried, then what follows the last of
 * those that are indexed. Of several entries of one id, all but the first of which an intruder has put there, it is the first.
 */
export const findEvent = (dependencies: {
  readonly table: Table;
  readonly logs: ReadableLogs;
  readonly index: Pick<LogIndex, 'cursor' | 'bundlesUpTo'>;
  readonly bundles: LogBundles;
}) => {
  const { table, logs, index, bundles } = dependencies;

  const inBundle = async ({ log, size }: ReadableLog, at: number, eventId: string) =>
    among(log, await bundles.around(log, at, size), eventId);

  const inLog = async (readable: ReadableLog, eventId: string): Promise<FoundEvent | undefined> => {
    const { log, size, staged } = readable;
    const time = eventIdTime(eventId);
    const cursor = await index.cursor(log);
    const widest = cursor?.widest ?? 0;
    let first: FoundEvent | undefined;
    for await (const row of index.bundlesUpTo(log, time)) {
      if (row.earliest < time - widest) break;
      if (row.latest < time) continue;
      const event = await inBundle(
        { ...readable, size: (row.bundle + 1) * TILE_WIDTH },
        row.bundle * TILE_WIDTH,
        eventId,
      );
      if (event !== undefined && (first === undefined || isBefore(event, first))) first = event;
    }
    if (first !== undefined) return first;
    const indexed = cursor?.indexedThrough ?? 0;
    for (let at = indexed - (indexed % TILE_WIDTH); at < size; at += TILE_WIDTH) {
      const event = await inBundle(readable, at, eventId);
      if (event !== undefined) return event;
    }
    return amongStaged(staged, eventId);
  };

  /** The entry that opens a log is in no index, and may have been made long after others of its year. */
  const asOpening = async (
    { log, size, staged }: ReadableLog,
    eventId: string,
  ): Promise<FoundEvent | undefined> =>
    size === 0
      ? amongStaged(staged.slice(0, 1), eventId)
      : among(log, (await bundles.around(log, 0, size)).slice(0, 1), eventId);

  return async (tenant: string, eventId: string): Promise<FoundEvent | undefined> => {
    const waiting = await table.get(outboxKey(tenant, eventId));
    if (waiting !== undefined) return foundEvent(bytesOf(waiting, 'entry'));
    const year = logYear(eventId);
    const readable = await logs.one({ tenant, year });
    if (readable === undefined) return undefined;
    return (await inLog(readable, eventId)) ?? asOpening(readable, eventId);
  };
};
