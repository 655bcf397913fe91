import { fromEntry, type OcsfEvent } from '@temkin/audit-event';
import { isEventId } from '@temkin/kernel';

const parsed = (entry: Uint8Array): Partial<OcsfEvent> => {
  try {
    return fromEntry(entry);
  } catch {
    return {};
  }
};

/** The id of the event that an entry is, or nothing where it is none: the log takes what the outbox had, unread. */
export const eventIdOf = (entry: Uint8Array): readonly string[] => {
  const eventId = parsed(entry).metadata?.uid;
  return isEventId(eventId) ? [eventId] : [];
};
