import { fromEntry, type Action, type OcsfEvent } from '@temkin/audit-event';
import { bytesOf, type StoredItem } from '@temkin/storage';

/**
 * Events that make, move or read and take nothing back: nearly all there are. They are not kept in mind. An action that is
 * not named here is, so that a new one which destroys is replayed even where nobody thought of this list.
 */
const NEVER_TAKES_BACK: ReadonlySet<string> = new Set<Action>([
  'parcel.issue',
  'parcel.resolve',
  'parcel.open',
  'parcel.read',
  'custody.record',
  'custody.claim',
  'gate.report',
  'facility.feed',
  'case.open',
  'shift.open',
  'shift.close',
  'shift.read',
  'facility.list',
  'staff.list',
  'audit.query',
  'audit.read',
]);

/** Gathers, from outbox items of any number of sources, the events that a restore replays. */
export const replayedEvents = () => {
  const kept = new Map<string, OcsfEvent>();
  return {
    add: ({ item }: StoredItem): void => {
      const event = fromEntry(bytesOf(item, 'entry'));
      if (!NEVER_TAKES_BACK.has(event.api.operation)) kept.set(event.metadata.uid, event);
    },
    /** Each event once, in order of time: ids are UUIDv7. */
    inOrder: (): readonly OcsfEvent[] =>
      [...kept.values()].toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1)),
  };
};
