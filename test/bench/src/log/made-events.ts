import type { WaitingEvent } from '@temkin/audit';
import { createWriter, toEntry, toOcsf, type EventDraft } from '@temkin/audit-event';
import { eventIds, systemClock, systemRandom, toBase64Url } from '@temkin/kernel';

/** The company whose log is measured. */
export const TENANT = 'bench';

/** Who reads. */
export const ACTOR = toBase64Url(systemRandom(32));

/** A shipper opens a label: the event that a log holds most of. */
export const reading = (): EventDraft => ({
  action: 'parcel.resolve',
  outcome: 'allowed',
  resources: [{ type: 'parcel', pseudonym: toBase64Url(systemRandom(32)) }],
});

/** So many events of readings, as they wait for the log. */
export const madeEvents = (count: number): readonly WaitingEvent[] => {
  const newEventId = eventIds(systemClock, systemRandom);
  const writer = createWriter(systemRandom, systemClock);
  return Array.from({ length: count }, () => {
    const eventId = newEventId();
    const head = {
      eventId,
      time: systemClock.now(),
      tenant: TENANT,
      actor: { pseudonym: ACTOR, roles: ['shipper'] },
      writer: writer.next(TENANT),
    };
    return { eventId, entry: toEntry(toOcsf(head, reading())) };
  });
};
