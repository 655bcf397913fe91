import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import type { EventSource, EventView } from '../domain/index.ts';
import { recordReading } from './record-reading.ts';

/** One event of the caller's tenant, answered once the reading of it is on record. Refuses `AUDIT.EVENT_UNKNOWN`. */
export const readEvent =
  (dependencies: { readonly recorder: Recorder; readonly events: Pick<EventSource, 'byId'> }) =>
  async (
    caller: Caller,
    eventId: string,
  ): Promise<{ readonly event: EventView; readonly receipt: Receipt }> => {
    // An id that leads to nothing is somebody's text: it must not enter the log by being asked for.
    const event = await dependencies.events.byId(caller.principal.tenant, eventId);
    if (event === undefined) throw new Refusal('AUDIT.EVENT_UNKNOWN');
    const receipt = await recordReading(dependencies.recorder, caller, {
      action: 'audit.read',
      outcome: 'allowed',
      resources: [{ type: 'event', pseudonym: eventId }],
    });
    return { event, receipt };
  };
