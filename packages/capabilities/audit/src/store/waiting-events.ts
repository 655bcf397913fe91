import { outboxKey } from '@temkin/audit-event';
import type { Table } from '@temkin/storage';
import { outboxPartitions } from './outbox-partitions.ts';
import { waitingEvent, type WaitingEvent } from './waiting-event.ts';

/** What was found waiting. */
export interface Taken {
  /** In order of their ids. */
  readonly events: readonly WaitingEvent[];
  /** Items that are no events, or lie where they do not belong: nobody but an intruder can have put them there. */
  readonly foreign: number;
}

/** Events that are removed in one call (the table port). */
const REMOVED_TOGETHER = 100;

/** Items of a page that is read because the one before had too few events: what an intruder piled up must not hide any. */
const NEXT_ITEMS = 1_000;

/** What waits for the log. Nobody but the sequencer takes events away. */
export const waitingEvents = (table: Table) => {
  const takeShard = async (tenant: string, partition: string, limit: number): Promise<Taken> => {
    const events: WaitingEvent[] = [];
    let foreign = 0;
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'outbox',
        partition,
        limit: after === undefined ? limit : NEXT_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const item of page.items) {
        const event = waitingEvent(tenant, partition, item);
        if (event === undefined) foreign += 1;
        else events.push(event);
      }
      after = page.next;
    } while (after !== undefined && events.length < limit);
    return { events: events.slice(0, limit), foreign };
  };

  return {
    /** Some of a tenant's events, about as many as asked for at most, the oldest of every shard. */
    take: async (tenant: string, limit: number): Promise<Taken> => {
      const partitions = outboxPartitions(tenant);
      const shards = await Promise.all(
        partitions.map((partition) => takeShard(tenant, partition, Math.ceil(limit / partitions.length))),
      );
      return {
        events: shards.flatMap(({ events }) => events).toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1)),
        foreign: shards.reduce((total, { foreign }) => total + foreign, 0),
      };
    },

    /** Removes events that are in the log. Removing one that is gone is no fault. */
    remove: async (tenant: string, eventIds: readonly string[]): Promise<void> => {
      const keys = eventIds.map((eventId) => outboxKey(tenant, eventId));
      for (let at = 0; at < keys.length; at += REMOVED_TOGETHER)
        await table.deleteMany(keys.slice(at, at + REMOVED_TOGETHER));
    },
  };
};

export type WaitingEvents = ReturnType<typeof waitingEvents>;
