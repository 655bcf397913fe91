import { outboxKey } from '@temkin/audit-event';
import { firstEventIdAt } from '@temkin/kernel';
import { bytesOf, type Item, type Table } from '@temkin/storage';
import { isNamedIn, matches, type EventSource, type EventView } from '../domain/index.ts';
import { loggedEvent } from './logged-event.ts';
import { outboxPartitions } from './outbox-partitions.ts';

const viewOf = (item: Item): EventView | undefined => loggedEvent(bytesOf(item, 'entry'));

/** One shard's events in order of their ids, a page at a time. */
async function* shardEvents(table: Table, partition: string, after: string | undefined) {
  let from = after;
  do {
    const page = await table.query({
      table: 'outbox',
      partition,
      limit: 100,
      ...(from !== undefined && { after: from }),
    });
    for (const { item } of page.items) {
      const event = viewOf(item);
      if (event !== undefined) yield event;
    }
    from = page.next;
  } while (from !== undefined);
}

/** Merges ordered sources into one ordered by event id, that is by time. */
async function* merged(sources: readonly AsyncGenerator<EventView>[]) {
  const heads = await Promise.all(sources.map(async (source) => ({ source, head: await source.next() })));
  for (;;) {
    const live = heads.filter(({ head }) => head.done !== true);
    const first = live.reduce<(typeof heads)[number] | undefined>(
      (least, next) =>
        least === undefined || next.head.value.eventId < least.head.value.eventId ? next : least,
      undefined,
    );
    if (first === undefined) return;
    const event: EventView = first.head.value;
    yield event;
    first.head = await first.source.next();
  }
}

/** Events looked at for one answer: the outbox has no index, and what asks has people waiting. */
const SCAN_LIMIT = 5_000;

/** A source that can be read in order of event ids, as long as no event leaves it. */
export interface OrderedEvents extends EventSource {
  /** A tenant's events in order of their ids, beginning after the given one. */
  after(tenant: string, eventId: string | undefined): AsyncIterable<EventView>;
}

/** Events as they wait in the outbox: a whole source only until something takes them into the log. */
export const outboxEvents = (table: Table): OrderedEvents => {
  const after = (tenant: string, eventId: string | undefined): AsyncIterable<EventView> =>
    merged(outboxPartitions(tenant).map((partition) => shardEvents(table, partition, eventId)));
  return {
    after,
    byId: async (tenant, eventId) => {
      const item = await table.get(outboxKey(tenant, eventId));
      return item && viewOf(item);
    },
    about: async (tenant, pseudonym, sinceMilliseconds) => {
      const events: EventView[] = [];
      let looked = 0;
      for await (const event of after(tenant, firstEventIdAt(sinceMilliseconds))) {
        if (looked === SCAN_LIMIT) return { events, complete: false };
        looked += 1;
        if (isNamedIn(event, pseudonym)) events.push(event);
      }
      return { events, complete: true };
    },
    begin: async () => ({ asOf: {}, indexed: {} }),
    async *from(tenant, filter, position) {
      for await (const event of after(tenant, position.waiting))
        yield {
          position: { ...position, waiting: event.eventId },
          ...(matches(filter, event) && { found: { event } }),
        };
    },
  };
};
