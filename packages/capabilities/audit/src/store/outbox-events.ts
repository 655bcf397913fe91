import { bytesOf, type Table } from '@temkin/storage';
import type { EventView } from '../domain/index.ts';
import { loggedEvent } from './logged-event.ts';
import { outboxPartitions } from './outbox-partitions.ts';

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
      const event = loggedEvent(bytesOf(item, 'entry'));
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

/** A tenant's events that wait for the log, in order of their ids, beginning after the given one. */
export const outboxEvents =
  (table: Table) =>
  (tenant: string, after: string | undefined): AsyncIterable<EventView> =>
    merged(outboxPartitions(tenant).map((partition) => shardEvents(table, partition, after)));
