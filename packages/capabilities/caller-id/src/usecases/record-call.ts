import type { Recorder } from '@temkin/audit-event';
import { inForce, vietnamDay, type About, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import {
  BUDGET_SHARES,
  callHistoryDays,
  budgetShareOf,
  callsPerParcelAndDay,
  modePolicy,
  type CallIntent,
  type PoolNumber,
  type PricedMode,
  type Read,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CallKeys } from '../store/call-keys.ts';
import type { CallsOfNumber } from '../store/calls-of-number.ts';
import type { CallLimits } from '../store/call-limits.ts';
import { callKeyExpirySeconds, type PreparedCall } from './new-call.ts';
import type { CallableParcel } from './ports.ts';
import { callResource, refuse } from './refuse.ts';

export interface RecordDependencies {
  readonly recorder: Recorder;
  readonly intents: Pick<CallIntents, 'createWrites'>;
  readonly byNumber: Pick<CallsOfNumber, 'putWrite'>;
  readonly callKeys: Pick<CallKeys, 'putWrite'>;
  readonly limits: Pick<CallLimits, 'countWrite' | 'spendWrite'>;
  readonly clock: Clock;
}

/** A call that is ready to be recorded. */
export interface ReadyCall {
  readonly intentId: string;
  readonly parcel: CallableParcel;
  readonly prepared: PreparedCall;
  /** The best first. */
  readonly modes: readonly PricedMode[];
  readonly number: Read<PoolNumber>;
  /** The number that its recipient saw; absent where we know none. */
  readonly seen?: string;
  readonly about: About & Required<Pick<About, 'resources'>>;
}

const DAY_SECONDS = 86_400;

/** Where the writes that can be refused for a limit stand in the transaction. */
const COUNT = 0;
const SPENT = 1;

/**
 * Records a call, with all that it was decided upon, in the best mode that the day's budget still pays for; undefined where
 * something changed meanwhile. Refuses `CALL.TOO_MANY`.
 */
export const recordCall =
  ({ recorder, intents, byNumber, callKeys, limits, clock }: RecordDependencies) =>
  async (
    caller: Caller,
    call: ReadyCall,
  ): Promise<{ readonly intent: CallIntent; readonly receipt: Receipt } | undefined> => {
    const { tenant } = caller.principal;
    const { intentId, parcel, prepared, number, about, seen } = call;
    const now = clock.now();
    const day = vietnamDay(now);
    const limit = inForce(callsPerParcelAndDay, now);
    const policy = inForce(modePolicy, now);
    const limitVnd = Math.floor(policy.value.dailyBudgetVnd / BUDGET_SHARES);
    const { callKey, hashKey } = prepared;
    const keptSeconds = inForce(callHistoryDays, now).value * DAY_SECONDS;
    const listed =
      seen === undefined
        ? []
        : [
            byNumber.putWrite(
              tenant,
              hashKey.id,
              { ...prepared.reportable(seen), intentId, createdAt: now },
              Math.ceil(now / 1_000) + keptSeconds,
            ),
          ];
    for (const { mode, costVnd } of call.modes) {
      const made = (eventId: string) => prepared.make({ mode, number: number.number, eventId });
      const spent = { day, share: budgetShareOf(intentId), costVnd, limitVnd };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'call.declare',
          outcome: 'allowed',
          ...about,
          resources: [...about.resources, callResource(intentId)],
          policies: [limit.id, policy.id],
          change: mode,
          ...(callKey === undefined && { flags: ['declared-late'] }),
        },
        {
          // A number that is retired meanwhile makes no call.
          reliedOn: [...parcel.reliedOn, number.reliedOn],
          writes: ({ eventId }) => [
            limits.countWrite(tenant, { parcelId: parcel.parcelId, day, limit: limit.value }, now),
            ...(costVnd > 0 ? [limits.spendWrite(tenant, spent, now)] : []),
            ...intents.createWrites(tenant, made(eventId), seen === undefined ? [] : prepared.proofs(seen)),
            ...listed,
            ...(callKey === undefined
              ? []
              : [callKeys.putWrite(tenant, intentId, callKey, callKeyExpirySeconds(made(eventId)))]),
          ],
        },
      );
      if (recorded.outcome === 'committed')
        return { intent: made(recorded.receipt.eventId), receipt: recorded.receipt };
      if (recorded.outcome === 'changed') return undefined;
      if (recorded.failed.includes(COUNT)) throw refuse('CALL.TOO_MANY', { about });
      if (costVnd === 0 || !recorded.failed.includes(SPENT)) return undefined;
    }
    return undefined;
  };
