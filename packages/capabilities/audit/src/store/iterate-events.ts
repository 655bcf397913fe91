import { TILE_WIDTH } from '@temkin/tlog';
import {
  matches,
  type EventFilter,
  type EventPosition,
  type FoundEvent,
  type LookedAt,
} from '../domain/index.ts';
import { indexedEvents, type IndexedDependencies } from './indexed-events.ts';
import { foundEvent } from './logged-event.ts';
import type { ReadableLog, ReadableLogs } from './readable-logs.ts';

/** Events that are taken out of the outbox's order at once. */
const WAITING_EVENTS = 1_000;

const matching = (filter: EventFilter, found: FoundEvent): { readonly found?: FoundEvent } =>
  matches(filter, found.event) ? { found } : {};

/**
 * Goes through a tenant's events in an order that stays while the log grows. What waits is read before the logs: an event
 * that leaves the outbox meanwhile is met in its log, and one that is met in both comes once. Only what has left the outbox
 * is taken as an entry of the log, so that a later step cannot meet it there again.
 */
export const iterateEvents = (
  dependencies: IndexedDependencies & {
    readonly waiting: (tenant: string, after: string | undefined) => AsyncIterable<FoundEvent>;
    readonly logs: Pick<ReadableLogs, 'all'>;
  },
) => {
  const { waiting, logs, index, bundles } = dependencies;
  const indexed = indexedEvents(dependencies);

  /** The next events that wait, and the last of them where there may be more. */
  const takeWaiting = async (tenant: string, after: string | undefined) => {
    const events: FoundEvent[] = [];
    for await (const found of waiting(tenant, after)) {
      events.push(found);
      if (events.length === WAITING_EVENTS) return { events, last: found.event.eventId };
    }
    return { events };
  };

  async function* entriesOf({ log, size }: ReadableLog, from: number) {
    for (let at = from; at < size; at += TILE_WIDTH - (at % TILE_WIDTH)) {
      for (const { index: place, entry } of await bundles.around(log, at, size))
        if (place >= from) yield { place, found: foundEvent(entry, { year: log.year, index: place }) };
    }
  }

  return {
    begin: async (tenant: string): Promise<EventPosition> => {
      const cursors = await index.cursors(tenant);
      const all = await logs.all(tenant);
      return {
        asOf: Object.fromEntries(all.map(({ log, publishedSize }) => [log.year, publishedSize])),
        // Where writers stand is the index's own affair, and grows with them.
        indexed: Object.fromEntries(
          [...cursors].map(([year, { indexedThrough, latest, widest }]) => [
            year,
            { indexedThrough, latest, widest },
          ]),
        ),
      };
    },

    async *from(tenant: string, filter: EventFilter, position: EventPosition): AsyncGenerator<LookedAt> {
      const { row: _, ...start } = position;
      if (position.beyond === undefined) yield* indexed.rows(tenant, filter, position);

      let at = { ...start, beyond: position.beyond ?? {} };
      for (;;) {
        const { events, last } = await takeWaiting(tenant, at.waiting);
        const all = await logs.all(tenant);
        const logged = new Set<string>();
        for (const readable of all) {
          const { year } = readable.log;
          const next = at.beyond[year] ?? indexed.end(filter, position, year);
          for await (const { place, found } of entriesOf(readable, next)) {
            const eventId = found?.event.eventId;
            if (eventId !== undefined) logged.add(eventId);
            at = { ...at, beyond: { ...at.beyond, [year]: place + 1 } };
            const isNew = eventId !== undefined && (at.waiting === undefined || eventId > at.waiting);
            yield { position: at, ...(found !== undefined && isNew && matching(filter, found)) };
          }
        }

        const staged = all.flatMap((readable) => readable.staged.map((entry) => foundEvent(entry)));
        const leaving = new Set(all.flatMap((readable) => readable.leaving));
        const waits = events.filter(({ event: { eventId } }) => !leaving.has(eventId));
        const pending = new Map(
          [...waits, ...staged].flatMap((found) =>
            found === undefined ? [] : [[found.event.eventId, found]],
          ),
        );
        const now = at.waiting;
        const next = [...pending.values()]
          .filter(({ event: { eventId } }) => !logged.has(eventId) && (now === undefined || eventId > now))
          .filter(({ event: { eventId } }) => last === undefined || eventId <= last)
          .toSorted((a, b) => (a.event.eventId < b.event.eventId ? -1 : 1));
        for (const found of next) {
          at = { ...at, waiting: found.event.eventId };
          yield { position: at, ...matching(filter, found) };
        }
        if (last === undefined) return;
        at = { ...at, waiting: last };
      }
    },
  };
};
