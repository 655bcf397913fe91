import type { EventView } from './event-view.ts';

/** Where events are read: the outbox for now, the log's index when it stands. */
export interface EventSource {
  byId(tenant: string, eventId: string): Promise<EventView | undefined>;
  /** A tenant's events in order of their ids, beginning after the given one. */
  after(tenant: string, eventId: string | undefined): AsyncIterable<EventView>;
}
