import type { Table } from '@temkin/storage';
import type { FoundEvent } from '../domain/index.ts';
import { foundEvent } from './logged-event.ts';
import { outboxPartitions } from './outbox-partitions.ts';
import { waitingEvent } from './waiting-event.ts';

/** One shard's events in order of their ids, a page at a time. */
async function* shardEvents(table: Table, tenant: string, partition: string, after: string | undefined) {
  let from = after;
  do {
    const page = await table.query({
      table: 'outbox',
      partition,
      limit: 100,
      ...(from !== undefined && { after: from }),
    });
    for (const item of page.items) {
      const waiting = waitingEvent(tenant, partition, item);
      const found = waiting && foundEvent(waiting.entry);
      // Where another id stands inside, the order would not be that of the shard, and what comes after it would be missed.
      if (found?.event.eventId === waiting?.eventId && found !== undefined) yield found;
    }
    from = page.next;
  } while (from !== undefined);
}

/** Merges ordered sources into one ordered by event id, that is by time. */
async function* merged(sources: readonly AsyncGenerator<FoundEvent>[]) {
  const heads = await Promise.all(sources.map(async (source) => ({ source, head: await source.next() })));
  for (;;) {
    const live = heads.filter(({ head }) => head.done !== true);
    const first = live.reduce<(typeof heads)[number] | undefined>(
      (least, next) =>
        least === undefined || next.head.value.event.eventId < least.head.value.event.eventId ? next : least,
      undefined,
    );
    if (first === undefined) return;
    const found: FoundEvent = first.head.value;
    yield found;
    first.head = await first.source.next();
  }
}

/** A tenant's events that wait for the log, in order of their ids, beginning after the given one. */
export const outboxEvents =
  (table: Table) =>
  (tenant: string, after: string | undefined): AsyncIterable<FoundEvent> =>
    merged(outboxPartitions(tenant).map((partition) => shardEvents(table, tenant, partition, after)));
