import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import type { Sha256 } from '@temkin/tlog';
import { listedEvent, type EventSource, type ListedEvent } from '../domain/index.ts';
import { recordReading } from './record-reading.ts';

/** One event of the caller's tenant, answered once the reading of it is on record. Refuses `AUDIT.EVENT_UNKNOWN`. */
export const readEvent =
  (dependencies: {
    readonly recorder: Recorder;
    readonly events: Pick<EventSource, 'byId'>;
    readonly sha256: Sha256;
  }) =>
  async (
    caller: Caller,
    eventId: string,
  ): Promise<{ readonly event: ListedEvent; readonly receipt: Receipt }> => {
    const { recorder, events, sha256 } = dependencies;
    // An id that leads to nothing is somebody's text: it must not enter the log by being asked for.
    const found = await events.byId(caller.principal.tenant, eventId);
    if (found === undefined) throw new Refusal('AUDIT.EVENT_UNKNOWN');
    const receipt = await recordReading(recorder, caller, {
      action: 'audit.read',
      outcome: 'allowed',
      resources: [{ type: 'event', pseudonym: eventId }],
    });
    return { event: await listedEvent(sha256, found), receipt };
  };
