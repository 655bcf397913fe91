import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { failureOf } from './s3-failure.ts';

/** How long to go on, and by which clock. */
export interface Pace {
  /** Milliseconds since any instant, by a clock that is never set. */
  readonly monotonicNow: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1, as `Math.random`: spreads retries, guards nothing. */
  readonly random: () => number;
  /** No attempt begins later than this after the first. */
  readonly giveUpAfterMilliseconds: number;
  /** After this an attempt is cut off, however alive its connection looks. */
  readonly attemptTimeoutMilliseconds: number;
}

/** Sends one attempt. `doubtful`: one before it may have been applied. */
export type Attempt<Answer> = (signal: AbortSignal, doubtful: boolean) => Promise<Answer>;

/** Bounds of the wait before the second attempt and before the last, in milliseconds; full jitter in between. */
const SHORTEST_BACKOFF = 50;
const LONGEST_BACKOFF = 1_000;

/**
 * Sends until there is an answer. Throws what an attempt threw where that was a fault; at the deadline throws
 * `StoreUnavailable`, or, once a write may have been applied, `OutcomeUnknown`.
 */
export const persistently =
  (pace: Pace) =>
  async <Answer>(effect: 'read' | 'write', send: Attempt<Answer>): Promise<Answer> => {
    const giveUpAt = pace.monotonicNow() + pace.giveUpAfterMilliseconds;
    let doubtful = false;
    for (let failures = 0; ; failures += 1) {
      try {
        return await send(AbortSignal.timeout(pace.attemptTimeoutMilliseconds), doubtful);
      } catch (error) {
        const failure = failureOf(error);
        doubtful ||= effect === 'write' && failure === 'unknown';
        const wait = pace.random() * Math.min(LONGEST_BACKOFF, SHORTEST_BACKOFF * 2 ** failures);
        if (failure === 'fault' || pace.monotonicNow() + wait >= giveUpAt) {
          if (doubtful) throw new OutcomeUnknown('a write may have been applied', { cause: error });
          if (failure === 'fault') throw error;
          throw new StoreUnavailable('the blob store does not answer', { cause: error });
        }
        await pace.sleep(wait);
      }
    }
  };
