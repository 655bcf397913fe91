import type { WaitingEvent } from '@temkin/audit';
import { createWriter, toEntry, toOcsf, type EventDraft } from '@temkin/audit-event';
import { eventIds, systemClock, systemRandom, toBase64Url } from '@temkin/kernel';

/** The company whose log is measured. */
export const TENANT = 'bench';

/** Bytes of a pseudonym (audit-event). */
const PSEUDONYM_BYTES = 16;

/** A pseudonym of nobody. */
export const madePseudonym = (): string => toBase64Url(systemRandom(PSEUDONYM_BYTES));

/** Who reads. */
export const ACTOR = madePseudonym();

/** A shipper opens a label: the event that a log holds most of. */
export const reading = (subject = madePseudonym()): EventDraft => ({
  action: 'parcel.resolve',
  outcome: 'allowed',
  resources: [{ type: 'parcel', pseudonym: subject }],
});

const writer = createWriter(systemRandom, systemClock);

/** So many events of readings, of another parcel each unless one is given, as they wait for the log. */
export const madeEvents = (count: number, subject?: string): readonly WaitingEvent[] => {
  const newEventId = eventIds(systemClock, systemRandom);
  return Array.from({ length: count }, () => {
    const eventId = newEventId();
    const head = {
      eventId,
      time: systemClock.now(),
      tenant: TENANT,
      actor: { pseudonym: ACTOR, roles: ['shipper'] },
      writer: writer.next(TENANT),
    };
    return { eventId, entry: toEntry(toOcsf(head, reading(subject))) };
  });
};
