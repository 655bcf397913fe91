import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';

/** How long to go on, and by which clock. */
export interface Pace {
  /** Milliseconds since any instant, by a clock that is never set: a wall clock stepping back would move the deadline. */
  readonly monotonicNow: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1, as `Math.random`: spreads retries, guards nothing. */
  readonly random: () => number;
  /** No attempt begins later than this after the first. */
  readonly giveUpAfterMilliseconds: number;
  /** After this an attempt is cut off, however alive its connection looks. */
  readonly attemptTimeoutMilliseconds: number;
}

/**
 * What a failed attempt tells about the write it carried: `not-applied` may be sent again, `unknown` may have been
 * applied, `fault` was refused for good, by a bug or a wrong configuration of ours.
 */
export type Failure = 'not-applied' | 'unknown' | 'fault';

/** Sends one attempt. `doubtful`: one before it may have been applied. */
export type Attempt<Answer> = (signal: AbortSignal, doubtful: boolean) => Promise<Answer>;

/** Bounds of the wait before the second attempt and before the last, in milliseconds; full jitter in between. */
const SHORTEST_BACKOFF = 25;
const LONGEST_BACKOFF = 1_000;

/** Whether no connection came about, so that not a byte of the request was sent. */
export const neverSent = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.every(neverSent);
  const syscall = error instanceof Error && 'syscall' in error ? error.syscall : undefined;
  return syscall === 'connect' || syscall === 'getaddrinfo';
};

/**
 * Sends to a store until there is an answer. `send` must send the same bytes each time. Throws what `send` threw where
 * that was a fault; at the deadline throws `StoreUnavailable`, or, once a write may have been applied, `OutcomeUnknown`.
 */
export const persistently =
  (failureOf: (error: unknown) => Failure, pace: Pace) =>
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
          throw new StoreUnavailable('the store does not answer', { cause: error });
        }
        await pace.sleep(wait);
      }
    }
  };
