import { inForce, type Clock } from '@temkin/kernel';
import { callTimes } from '../domain/index.ts';
import { DUE_SHARDS, type DueCall } from '../store/due-calls.ts';
import { inFlight } from './in-flight.ts';
import { sweepCall, type CallSweeping, type SweptCall } from './sweep-call.ts';

/** What a run came to. */
export interface CallsSwept {
  /** Calls that never rang in time, and those that went on to their hard end. */
  readonly expired: number;
  readonly ended: number;
  /** Calls of staff who may not act any more. */
  readonly revoked: number;
  /** Keys that were destroyed, with the number that was called. */
  readonly forgotten: number;
  /** Of these, calls whose line the network did not end when asked: it ends by itself. */
  readonly open: number;
  /** Calls that could not be seen to; the next run finds them again. */
  readonly failed: number;
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** Shards that are swept at the same time, and calls of each. */
const SHARDS_IN_FLIGHT = 4;
const CALLS_IN_FLIGHT = 4;

const PAGE = 100;

/** A call that fell due while the run before was under way, by clocks that differ a little. */
const MARGIN_MILLISECONDS = 60_000;

/**
 * Looks after all declared calls: those that are live, whose shipper may have been suspended since, and those that are due. Safe to
 * run several times at once, late, and after a run that was cut off. A call that fails stops no other.
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
    // A live call is due by its hard end: all of them are seen this way.
    const { endMinutes } = inForce(callTimes, clock.now()).value;
    const horizon = clock.now() + endMinutes * 60_000 + MARGIN_MILLISECONDS;
    const seen: (SweptCall | 'failed' | 'remaining')[] = [];

    const sweepShard = async (shard: string): Promise<void> => {
      const calls: DueCall[] = [];
      const work = async (): Promise<void> => {
        const swept = await inFlight(CALLS_IN_FLIGHT, calls.splice(0), async (call) => {
          if (isOutOfTime()) return 'remaining';
          try {
            return await sweepCall(sweeping, call);
          } catch {
            return 'failed';
          }
        });
        seen.push(...swept);
      };
      for await (const call of due.until(shard, horizon)) {
        calls.push(call);
        if (calls.length >= PAGE) await work();
        if (isOutOfTime()) break;
      }
      await work();
    };

    await inFlight(SHARDS_IN_FLIGHT, DUE_SHARDS, sweepShard);
    const count = (what: SweptCall | 'failed'): number => seen.filter((one) => one === what).length;
    return {
      expired: count('expired'),
      ended: count('ended'),
      revoked: count('revoked'),
      forgotten: count('forgotten') + count('open'),
      open: count('open'),
      failed: count('failed'),
      remaining: seen.includes('remaining') || isOutOfTime(),
    };
  };
