import { toEntry, toOcsf, type EventDraft } from '@temkin/audit-event';
import { eventIds, systemRandom } from '@temkin/kernel';
import { testClock } from './test-clock.ts';

/** An event of a small log, and the bytes that the log has of it. */
export interface EventEntry {
  readonly eventId: string;
  readonly entry: Uint8Array;
}

/** When the first of the events was made; the others follow a second apart. */
export const FIRST_EVENT = Date.parse('2026-11-20T01:00:00Z');

/** Events of these actors and drafts as entries. */
export const eventEntries = (
  events: readonly (Pick<EventDraft, 'action'> & Partial<EventDraft> & { readonly actor?: string })[],
): readonly EventEntry[] => {
  const clock = testClock(FIRST_EVENT);
  const newEventId = eventIds(clock, systemRandom);
  return events.map(({ actor = 'actor-an', ...draft }) => {
    const [eventId, time] = [newEventId(), clock.now()];
    clock.advance(1_000);
    const head = {
      eventId,
      time,
      tenant: 'ems',
      actor: { pseudonym: actor, roles: ['shipper'] },
      writer: { session: '00', n: 0, void: [] },
    };
    return { eventId, entry: toEntry(toOcsf(head, { outcome: 'allowed', resources: [], ...draft })) };
  });
};
