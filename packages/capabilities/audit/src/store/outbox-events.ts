import { fromEntry, outboxKey } from '@temkin/audit-event';
import { bytesOf, type Item, type Table } from '@temkin/storage';
import type { EventSource, EventView } from '../domain/index.ts';
import { eventView } from './event-view.ts';
import { outboxPartitions } from './outbox-partitions.ts';

const viewOf = (item: Item): EventView => eventView(fromEntry(bytesOf(item, 'entry')));

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
    for (const { item } of page.items) yield viewOf(item);
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

/** Events as they wait in the outbox: the source of the query API until the log's index takes its place. */
export const outboxEvents = (table: Table): EventSource => ({
  byId: async (tenant, eventId) => {
    const item = await table.get(outboxKey(tenant, eventId));
    return item && viewOf(item);
  },
  after: (tenant, eventId) =>
    merged(outboxPartitions(tenant).map((partition) => shardEvents(table, partition, eventId))),
});
