import type { Recorder } from '@temkin/audit-event';
import type { Caller } from '@temkin/kernel';
import { timelyEnd, type CallIntent, type Read } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { callResource } from './refuse.ts';

/** Ends a call that did not ring in time, or went on for too long (`isOverdue`). False where something happened to it meanwhile. */
export const expireCall =
  ({
    recorder,
    intents,
  }: {
    readonly recorder: Recorder;
    readonly intents: Pick<CallIntents, 'moveWrites'>;
  }) =>
  async (caller: Caller, call: Read<CallIntent>): Promise<boolean> => {
    const end = timelyEnd(call);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'call.expire',
        outcome: 'allowed',
        resources: [{ ...callResource(call.intentId), version: call.version + 1 }],
        change: end.to,
      },
      { writes: ({ eventId }) => intents.moveWrites(caller.principal.tenant, call, { ...end, eventId }) },
    );
    return recorded.outcome === 'committed';
  };
