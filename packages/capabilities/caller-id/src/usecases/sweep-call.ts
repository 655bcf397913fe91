import type { EventDraft, Recorder } from '@temkin/audit-event';
import { inForce, type Clock } from '@temkin/kernel';
import {
  callTimes,
  isOverdue,
  LIVE_STATES,
  timelyEnd,
  type CallIntent,
  type CallState,
  type Read,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CallKeys } from '../store/call-keys.ts';
import { type DueCall, type DueCalls } from '../store/due-calls.ts';
import { sweeperFor } from './own-actors.ts';
import type { Shippers } from './check-ports.ts';
import { callResource } from './refuse.ts';
import { releaseLines, type NetworkDependencies } from './release-lines.ts';
import { untilSettled } from './until-settled.ts';

const MINUTE = 60_000;

export interface CallSweeping extends NetworkDependencies {
  readonly intents: CallIntents;
  readonly keys: CallKeys;
  readonly due: DueCalls;
  readonly shippers: Shippers;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** What became of one call. `over`: it is over, and due to be forgotten. */
export type SweptCall = 'expired' | 'ended' | 'revoked' | 'over' | 'nothing';

/**
 * What became of one call that is over. `open`: its line was not ended, and the network is asked once more; `left`: it was not ended,
 * and ends by itself.
 */
export type ForgottenCall = 'forgotten' | 'open' | 'left' | 'nothing';

/** What time, or a suspension, does to a live call; undefined where nothing is due. */
const endOf = (
  intent: CallIntent,
  isActive: boolean,
  nowMilliseconds: number,
): { readonly to: CallState; readonly at: number } | undefined => {
  // Who was suspended is so at once, however long the call might have gone on.
  if (!isActive) return { to: 'revoked', at: nowMilliseconds };
  return isOverdue(intent, nowMilliseconds) ? timelyEnd(intent) : undefined;
};

/** Ends a live call on record; `nothing` where it may go on, undefined where it changed meanwhile. */
const endOnce = async (
  { intents, shippers, recorder, clock }: CallSweeping,
  tenant: string,
  intent: Read<CallIntent>,
): Promise<'expired' | 'ended' | 'revoked' | 'nothing' | undefined> => {
  const end = endOf(intent, await shippers.mayCall(tenant, intent.shipper), clock.now());
  if (end === undefined) return 'nothing';
  const draft: EventDraft = {
    action: end.to === 'revoked' ? 'call.revoke' : 'call.expire',
    outcome: 'allowed',
    resources: [{ ...callResource(intent.intentId), version: intent.version + 1 }],
    change: end.to,
  };
  const recorded = await recorder.commit(sweeperFor(tenant), draft, {
    writes: ({ eventId }) => intents.moveWrites(tenant, intent, { ...end, eventId }),
  });
  return recorded.outcome === 'committed' ? (end.to as 'expired' | 'ended' | 'revoked') : undefined;
};

/**
 * The call as it is, where it is due at that instant still; else nobody looks at it then any more: it was moved meanwhile, and is due at
 * another time, or the store was brought back to an earlier one.
 */
const dueCall = async (
  { intents, due: dueCalls }: CallSweeping,
  due: DueCall,
): Promise<Read<CallIntent> | undefined> => {
  const intent = await intents.intent(due.tenant, due.intentId);
  if (intent?.dueAt === due.dueAt) return intent;
  await dueCalls.settle(due);
  return undefined;
};

/**
 * Destroys the key of a call that is over and whose recipient may call back no more, on record, once; the line ends before it. One that
 * was over early (it never rang, was cancelled or revoked) waits for a network that does not end its line, no longer than another
 * could be called back: from then on no network holds up a key, and the binding ends by itself.
 */
export const forgetCall = async (sweeping: CallSweeping, due: DueCall): Promise<ForgottenCall> => {
  const { keys, recorder, clock, due: dueCalls } = sweeping;
  const { tenant, intentId } = due;
  const intent = await dueCall(sweeping, due);
  if (intent === undefined) return 'nothing';
  const isOver = await releaseLines(sweeping, tenant, intent);
  const { endedAt = intent.endBy } = intent;
  const patientUntil = endedAt + inForce(callTimes, endedAt).value.callBackMinutes * MINUTE;
  if (!isOver && clock.now() < patientUntil) return 'open';
  const recorded = await recorder.commit(
    sweeperFor(tenant),
    { action: 'call.forget', outcome: 'allowed', resources: [callResource(intentId)], change: 'key' },
    { writes: () => [keys.deleteWrite(tenant, intentId), dueCalls.settleWrite(due)] },
  );
  // Refused: another sweeper has done it.
  if (recorded.outcome !== 'committed') return 'nothing';
  return isOver ? 'forgotten' : 'left';
};

/**
 * Does to one live call what time does, or its shipper's suspension, whenever the sweep comes by: safe to do twice, late, and by several
 * at once. One that is over is left to `forgetCall`.
 */
export const sweepCall = (sweeping: CallSweeping, due: DueCall): Promise<SweptCall> =>
  untilSettled(async () => {
    const intent = await dueCall(sweeping, due);
    if (intent === undefined) return 'nothing';
    if (!LIVE_STATES.includes(intent.state)) return due.dueAt > sweeping.clock.now() ? 'nothing' : 'over';
    const ended = await endOnce(sweeping, due.tenant, intent);
    if (ended === 'revoked') await releaseLines(sweeping, due.tenant, intent);
    return ended;
  });
