import { byTheClock, inFlight, inForce, type Clock } from '@temkin/kernel';
import { callTimes } from '../domain/index.ts';
import { DUE_SHARDS, type DueCall } from '../store/due-calls.ts';
import type { Shippers } from './check-ports.ts';
import {
  forgetCall,
  sweepCall,
  type CallSweeping,
  type ForgottenCall,
  type SweptCall,
} from './sweep-call.ts';
import { withinPatience } from './within-patience.ts';

/** What a run came to. */
export interface CallsSwept {
  /** Calls that never rang in time, and those that went on to their hard end. */
  readonly expired: number;
  readonly ended: number;
  /** Calls of staff who may not act any more. */
  readonly revoked: number;
  /** Keys that were destroyed, with the number that was called. */
  readonly forgotten: number;
  /** Lines that the network did not end when asked: it is asked once more, or ends them by itself. */
  readonly open: number;
  /** Calls, or partitions of them, that could not be seen to; the next run finds them again. */
  readonly failed: number;
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** Shards that are swept at the same time, and calls of each. */
const SHARDS_IN_FLIGHT = 4;
const CALLS_IN_FLIGHT = 4;

const PAGE = 100;

/** Asks once of everybody, for one run; of whom nobody can tell, each call is looked at. */
const remembering = (mayCall: Shippers['mayCall']): Shippers['mayCall'] => {
  const known = new Map<string, Promise<boolean>>();
  return (tenant, shipper) => {
    const name = JSON.stringify([tenant, shipper]);
    const answer = known.get(name) ?? mayCall(tenant, shipper).catch(() => false);
    known.set(name, answer);
    return answer;
  };
};

type Seen = SweptCall | ForgottenCall | 'failed' | 'remaining';

/** A call that fell due while the run before was under way, by clocks that differ a little. */
const MARGIN_MILLISECONDS = 60_000;

/**
 * Looks after all declared calls: first those that are live, whose shipper may have been suspended since, and then those that are
 * over, whose lines a network has to end: for nobody may call back any more, or their shipper may not be reached. Safe to run several times at once, late, and after a run that was cut off, each of which
 * begins with other partitions. What fails, be it a call, a partition or a network, stops nothing else.
 */
export const sweepCalls =
  (sweeping: CallSweeping & { readonly clock: Clock }) =>
  async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<CallsSwept> => {
    const { clock, due } = sweeping;
    const isOutOfTime = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    // A live call is due by its hard end, and one that is over once nobody may call back: all of them are seen this way.
    const { endMinutes, callBackMinutes } = inForce(callTimes, clock.now()).value;
    const horizon = clock.now() + (endMinutes + callBackMinutes) * 60_000 + MARGIN_MILLISECONDS;
    const mayCall = remembering((tenant, shipper) => sweeping.shippers.mayCall(tenant, shipper));
    const seen: Seen[] = [];
    const over: DueCall[] = [];
    const patient = { ...sweeping, network: withinPatience(sweeping.network) };

    const see = async (call: DueCall, work: typeof sweepCall | typeof forgetCall): Promise<void> => {
      if (isOutOfTime()) return void seen.push('remaining');
      const became = await work(patient, call).catch(() => 'failed' as const);
      if (became === 'over') over.push(call);
      seen.push(became);
    };

    const sweepShard = async (shard: string): Promise<void> => {
      const calls: DueCall[] = [];
      const work = (): Promise<unknown> =>
        inFlight(CALLS_IN_FLIGHT, calls.splice(0), (call) => see(call, sweepCall));
      try {
        for await (const call of due.until(shard, horizon)) {
          const isLeft =
            !call.isLive && call.dueAt > clock.now() && (await mayCall(call.tenant, call.shipper));
          if (!isLeft) calls.push(call);
          if (calls.length >= PAGE) await work();
          if (isOutOfTime()) break;
        }
      } catch {
        seen.push('failed');
      }
      await work();
    };

    await inFlight(SHARDS_IN_FLIGHT, byTheClock(DUE_SHARDS, clock.now()), sweepShard);
    await inFlight(SHARDS_IN_FLIGHT * CALLS_IN_FLIGHT, over, (call) => see(call, forgetCall));
    const count = (what: Seen): number => seen.filter((one) => one === what).length;
    return {
      expired: count('expired'),
      ended: count('ended'),
      revoked: count('revoked'),
      forgotten: count('forgotten') + count('left'),
      open: count('open') + count('left'),
      failed: count('failed'),
      remaining: seen.includes('remaining') || isOutOfTime(),
    };
  };
