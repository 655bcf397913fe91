import { fromEntry, logYear } from '@temkin/audit-event';
import type { EventView, FoundEvent, LogName, LogPlace } from '../domain/index.ts';
import { eventView } from './event-view.ts';

/**
 * The event that an entry holds, if it is one. What is none was put into the outbox by an intruder: it stays as it came,
 * and must not keep anybody from reading the others.
 */
export const loggedEvent = (entry: Uint8Array): EventView | undefined => {
  try {
    return eventView(fromEntry(entry));
  } catch {
    return undefined;
  }
};

/** The same with its bytes, and with its place where it stands in a log. */
export const foundEvent = (entry: Uint8Array, place?: LogPlace): FoundEvent | undefined => {
  const event = loggedEvent(entry);
  return event && { event, entry, ...(place !== undefined && { place }) };
};

/** The event of an entry, where it belongs into this log by its id. */
export const eventOfLog = (log: LogName, entry: Uint8Array): EventView | undefined => {
  const event = loggedEvent(entry);
  return event !== undefined && logYear(event.eventId) === log.year ? event : undefined;
};
