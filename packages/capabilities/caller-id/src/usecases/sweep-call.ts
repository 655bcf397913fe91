import type { EventDraft, Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import {
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

export interface CallSweeping extends NetworkDependencies {
  readonly intents: CallIntents;
  readonly keys: CallKeys;
  readonly due: DueCalls;
  readonly shippers: Shippers;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** What became of one call. `open`: its line could not be ended, and ends by itself. */
export type SweptCall = 'expired' | 'ended' | 'revoked' | 'forgotten' | 'open' | 'nothing';

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
 * Destroys the key of a call that is over and whose recipient may call back no more, on record, once; the line ends before it. A network
 * that does not answer holds up no key: it ends the binding by itself, at the instant it was bound until.
 */
const forget = async (sweeping: CallSweeping, due: DueCall, intent: Read<CallIntent>): Promise<SweptCall> => {
  const { keys, recorder, due: dueCalls } = sweeping;
  const { tenant, intentId } = due;
  const isOver = await releaseLines(sweeping, tenant, intent);
  const recorded = await recorder.commit(
    sweeperFor(tenant),
    { action: 'call.forget', outcome: 'allowed', resources: [callResource(intentId)], change: 'key' },
    { writes: () => [keys.deleteWrite(tenant, intentId), dueCalls.settleWrite(due)] },
  );
  // Refused: another sweeper has done it.
  if (recorded.outcome !== 'committed') return 'nothing';
  return isOver ? 'forgotten' : 'open';
};

/**
 * Does to one call what time does, or its shipper's suspension: safe to do twice, late, and by several at once. A live call is looked
 * at whenever the sweep comes by; one that is over, once it is due.
 */
export const sweepCall = (sweeping: CallSweeping, due: DueCall): Promise<SweptCall> =>
  untilSettled(async () => {
    const { intents, clock, due: dueCalls } = sweeping;
    const { tenant, intentId } = due;
    const intent = await intents.intent(tenant, intentId);
    // It was moved meanwhile, and is due at another time; or the store was brought back to an earlier one.
    if (intent === undefined || intent.dueAt !== due.dueAt) {
      await dueCalls.settle(due);
      return 'nothing';
    }
    if (LIVE_STATES.includes(intent.state)) {
      const ended = await endOnce(sweeping, tenant, intent);
      if (ended === 'revoked') await releaseLines(sweeping, tenant, intent);
      return ended;
    }
    return due.dueAt > clock.now() ? 'nothing' : forget(sweeping, due, intent);
  });
