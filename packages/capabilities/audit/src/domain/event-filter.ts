import type { EventView } from './event-view.ts';

/** What an auditor asks for; absent criteria match everything. Times are RFC 3339, `from` inclusive, `to` exclusive. */
export interface EventFilter {
  /** Pseudonym of a person or parcel. */
  readonly subject?: string;
  /** Pseudonym of an actor. */
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Whether an event is among those asked for. */
export const matches = (filter: EventFilter, event: EventView): boolean =>
  (filter.subject === undefined || event.resources.some(({ pseudonym }) => pseudonym === filter.subject)) &&
  (filter.actor === undefined || event.actor.pseudonym === filter.actor) &&
  (filter.action === undefined || event.action === filter.action) &&
  (filter.outcome === undefined || event.outcome === filter.outcome) &&
  (filter.from === undefined || Date.parse(event.time) >= Date.parse(filter.from)) &&
  (filter.to === undefined || Date.parse(event.time) < Date.parse(filter.to));
