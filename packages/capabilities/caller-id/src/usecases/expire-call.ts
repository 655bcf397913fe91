import type { Recorder } from '@temkin/audit-event';
import type { Caller, Clock } from '@temkin/kernel';
import type { CallIntent, Read } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { callResource } from './refuse.ts';

/** Ends a call that did not ring in time, or went on for too long (`isOverdue`). False where something happened to it meanwhile. */
export const expireCall =
  ({
    recorder,
    intents,
    clock,
  }: {
    readonly recorder: Recorder;
    readonly intents: Pick<CallIntents, 'moveWrites'>;
    readonly clock: Clock;
  }) =>
  async (caller: Caller, call: Read<CallIntent>): Promise<boolean> => {
    const recorded = await recorder.commit(
      caller,
      { action: 'call.expire', outcome: 'allowed', resources: [callResource(call.intentId)] },
      {
        writes: ({ eventId }) =>
          intents.moveWrites(caller.principal.tenant, call, { to: 'expired', at: clock.now(), eventId }),
      },
    );
    return recorded.outcome === 'committed';
  };
