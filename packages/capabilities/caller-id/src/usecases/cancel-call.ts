import type { Recorder } from '@temkin/audit-event';
import type { Caller, Clock, Receipt } from '@temkin/kernel';
import { mayMove, type CallIntent } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { findOwnCall } from './find-own-call.ts';
import type { CallLines } from './ports.ts';
import { callResource, refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Takes a declaration back before the call is answered; the line is closed after that. Refuses `CALL.UNKNOWN`, also for another's,
 * and `CALL.NOT_CANCELLABLE`; what is cancelled stays so, and its line is closed again.
 */
export const cancelCall = ({
  recorder,
  intents,
  lines,
  clock,
}: {
  readonly recorder: Recorder;
  readonly intents: Pick<CallIntents, 'intent' | 'moveWrites'>;
  readonly lines: Pick<CallLines, 'close'>;
  readonly clock: Clock;
}) => {
  const attempt = async (
    caller: Caller,
    intentId: string,
  ): Promise<{ readonly call: CallIntent; readonly receipt?: Receipt } | undefined> => {
    const { tenant } = caller.principal;
    const call = await findOwnCall(intents, caller, intentId);
    if (call.state === 'cancelled') {
      // Whoever asks again may have heard of no answer, and then nobody has ended the line.
      await lines.close(tenant, call);
      return { call };
    }
    const about = { purpose: 'call', resources: [callResource(intentId)] };
    if (!mayMove(call.state, 'cancelled')) throw refuse('CALL.NOT_CANCELLABLE', { about });
    const at = clock.now();
    const recorded = await recorder.commit(
      caller,
      { action: 'call.cancel', outcome: 'allowed', ...about },
      { writes: ({ eventId }) => intents.moveWrites(tenant, call, { to: 'cancelled', at, eventId }) },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const cancelled: CallIntent = { ...call, state: 'cancelled', endedAt: at };
    await lines.close(tenant, cancelled);
    return { call: cancelled, receipt: recorded.receipt };
  };
  return (caller: Caller, intentId: string) => untilSettled(() => attempt(caller, intentId));
};
