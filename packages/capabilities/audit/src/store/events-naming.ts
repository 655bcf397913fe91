import { firstEventIdAt } from '@temkin/kernel';
import {
  isNamedIn,
  monthsBetween,
  type EventsAbout,
  type EventView,
  type FoundEvent,
} from '../domain/index.ts';
import type { LogBundles } from './log-bundles.ts';
import type { LogIndex, NamedRow } from './log-index.ts';
import { loggedEvent } from './logged-event.ts';
import type { ReadableLog, ReadableLogs } from './readable-logs.ts';

/** Events looked at, and events found, for one answer: what asks has people waiting. */
const SCAN_LIMIT = 5_000;

/** Bundles that are read at once. */
const READS = 16;

/**
 * Finds the events that name a pseudonym: by the index, in what the index has not come to, and among what waits. They are
 * read in the order in which an event moves, the outbox first, so that none is missed on its way; one that was met twice is
 * one, and another of its id, which only an intruder can have made, is another.
 */
export const eventsNaming = (dependencies: {
  readonly waiting: (tenant: string, after: string) => AsyncIterable<FoundEvent>;
  readonly logs: Pick<ReadableLogs, 'all'>;
  readonly index: Pick<LogIndex, 'cursors' | 'named'>;
  readonly bundles: LogBundles;
}) => {
  const { waiting, logs, index, bundles } = dependencies;

  /** The events of rows, of which each is of a log that has come at least so far. */
  async function* opened(readable: ReadonlyMap<string, ReadableLog>, rows: readonly NamedRow[]) {
    for (let at = 0; at < rows.length; at += READS) {
      const read = rows.slice(at, at + READS).map(async ({ year, index: place }) => {
        const log = readable.get(year);
        const entries = log === undefined ? [] : await bundles.around(log.log, place, log.size);
        const entry = entries.find((found) => found.index === place);
        return entry && loggedEvent(entry.entry);
      });
      for (const event of await Promise.all(read)) if (event !== undefined) yield event;
    }
  }

  return async (tenant: string, pseudonym: string, sinceMilliseconds: number): Promise<EventsAbout> => {
    const first = firstEventIdAt(sinceMilliseconds);
    const found = new Map<string, EventView>();
    let looked = 0;
    const keep = (event: EventView | undefined): void => {
      looked += 1;
      if (event !== undefined && event.eventId >= first && isNamedIn(event, pseudonym))
        found.set(JSON.stringify(event), event);
    };
    const answer = (complete: boolean): EventsAbout => ({
      events: [...found.values()].toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1)),
      complete,
    });

    for await (const { event } of waiting(tenant, first)) {
      if (looked === SCAN_LIMIT) return answer(false);
      keep(event);
    }

    const cursors = await index.cursors(tenant);
    const all = await logs.all(tenant);
    const readable = new Map(all.map((log) => [log.log.year, log]));
    const isIndexed = ({ year, index: place }: NamedRow): boolean =>
      place < (cursors.get(year)?.indexedThrough ?? 0);

    const latest = Math.max(0, ...[...cursors.values()].map((cursor) => cursor.latest));
    const since = Math.max(sinceMilliseconds, Date.parse(`${all[0]?.log.year ?? '9999'}-01-01T00:00:00Z`));
    for (const month of monthsBetween(since, latest)) {
      const rows: NamedRow[] = [];
      for await (const row of index.named(tenant, pseudonym, month)) {
        if (row.eventId < first || !isIndexed(row)) continue;
        if (rows.length + looked === SCAN_LIMIT) return answer(false);
        rows.push(row);
      }
      for await (const event of opened(readable, rows)) keep(event);
    }

    for (const { log, size, staged } of all) {
      const start = cursors.get(log.year)?.indexedThrough ?? 0;
      for (let at = start; at < size;) {
        const entries = (await bundles.around(log, at, size)).filter(({ index: place }) => place >= at);
        if (looked + entries.length > SCAN_LIMIT) return answer(false);
        for (const { entry } of entries) keep(loggedEvent(entry));
        at += entries.length;
      }
      for (const entry of staged) keep(loggedEvent(entry));
    }
    return answer(true);
  };
};
