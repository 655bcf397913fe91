import { outboxKey } from '@temkin/audit-event';
import { bytesOf, type Table } from '@temkin/storage';
import { outboxPartitions } from './outbox-partitions.ts';

/** An event on its way into the log. */
export interface WaitingEvent {
  readonly eventId: string;
  /** The bytes that will be its entry. */
  readonly entry: Uint8Array;
}

/** Events that are removed in one call (the table port). */
const REMOVED_TOGETHER = 100;

/** What waits for the log. Nobody but the sequencer takes events away. */
export const waitingEvents = (table: Table) => ({
  /** Some of a tenant's events, about as many as asked for at most, the oldest of every shard, in order of their ids. */
  take: async (tenant: string, limit: number): Promise<readonly WaitingEvent[]> => {
    const partitions = outboxPartitions(tenant);
    const pages = await Promise.all(
      partitions.map((partition) =>
        table.query({ table: 'outbox', partition, limit: Math.ceil(limit / partitions.length) }),
      ),
    );
    return pages
      .flatMap(({ items }) =>
        items.map(({ sort, item }) => ({ eventId: sort, entry: bytesOf(item, 'entry') })),
      )
      .toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));
  },

  /** Removes events that are in the log. Removing one that is gone is no fault. */
  remove: async (tenant: string, eventIds: readonly string[]): Promise<void> => {
    const keys = eventIds.map((eventId) => outboxKey(tenant, eventId));
    for (let at = 0; at < keys.length; at += REMOVED_TOGETHER)
      await table.deleteMany(keys.slice(at, at + REMOVED_TOGETHER));
  },
});

export type WaitingEvents = ReturnType<typeof waitingEvents>;
