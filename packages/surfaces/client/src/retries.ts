import { NoAnswer } from './no-answer.ts';

/** When to ask again. */
export interface RetryPolicy {
  /** The first one counted. */
  readonly attempts: number;
  /** Doubled with each attempt; the wait is a random part of it ("full jitter"). */
  readonly baseMilliseconds: number;
  readonly maxBackoffMilliseconds: number;
  /** A `Retry-After` beyond this is not waited for: the answer is given as it is. */
  readonly maxRetryAfterSeconds: number;
}

/** About ten seconds in all. */
export const defaultRetries: RetryPolicy = {
  attempts: 5,
  baseMilliseconds: 250,
  maxBackoffMilliseconds: 8_000,
  maxRetryAfterSeconds: 30,
};

/** An answer that was read to its end. */
export interface WholeAnswer {
  readonly response: Response;
  readonly body: Blob;
}

/** What waiting needs. */
export interface Waiting {
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Told to ask later: too many requests, or a gateway or store that has trouble. */
const LATER = new Set([429, 502, 503, 504]);

/** `Retry-After` in seconds from now, in both of its forms (RFC 9110 §10.2.3). */
export const retryAfterSeconds = (headers: Headers, now: () => number): number | undefined => {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
};

/**
 * Asks until there is an answer that another attempt would not better. Answers the last one; throws `NoAnswer` where
 * the last attempt had none, and the signal's reason where the caller gave up.
 */
export const untilAnswered = async (
  ask: () => Promise<WholeAnswer>,
  policy: RetryPolicy,
  { wait, random, now }: Waiting,
  signal: AbortSignal | undefined,
): Promise<WholeAnswer> => {
  for (let attempt = 1; ; attempt += 1) {
    const backoff = Math.min(policy.baseMilliseconds * 2 ** (attempt - 1), policy.maxBackoffMilliseconds);
    let waitMilliseconds = random() * backoff;
    try {
      const answer = await ask();
      const { status, headers } = answer.response;
      const afterSeconds = retryAfterSeconds(headers, now);
      const isFinal = !LATER.has(status) && (status < 400 || afterSeconds === undefined);
      if (isFinal || attempt >= policy.attempts) return answer;
      if (afterSeconds !== undefined && afterSeconds > policy.maxRetryAfterSeconds) return answer;
      waitMilliseconds += (afterSeconds ?? 0) * 1_000;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isLost(error)) throw error;
      if (attempt >= policy.attempts) throw new NoAnswer(attempt, error);
    }
    await wait(waitMilliseconds, signal);
  }
};

/** What `fetch` throws where the network fails, and what a timeout does to it (Fetch §5.6; DOM §3.3). */
const isLost = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
