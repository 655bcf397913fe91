const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/**
 * Seconds from a failed attempt to the next: ten attempts in three days (Standard Webhooks, "Deliverability and
 * reliability", its schedule).
 */
const WAITS_SECONDS = [
  5,
  5 * MINUTE_SECONDS,
  30 * MINUTE_SECONDS,
  2 * HOUR_SECONDS,
  5 * HOUR_SECONDS,
  10 * HOUR_SECONDS,
  14 * HOUR_SECONDS,
  20 * HOUR_SECONDS,
  24 * HOUR_SECONDS,
] as const;

/** A wait is up to a fifth longer or shorter, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * When to try again what has failed so many times, in milliseconds since the epoch; undefined where nobody should.
 *
 * @param random from 0 to below 1
 */
export const nextAttemptAt = (failures: number, now: number, random: number): number | undefined => {
  const seconds = WAITS_SECONDS[failures - 1];
  return seconds === undefined
    ? undefined
    : Math.round(now + seconds * 1_000 * (1 - JITTER + 2 * JITTER * random));
};

/** A receiver that has not answered well for so long is told nothing any more. */
export const UNREACHABLE_MILLISECONDS = 5 * 24 * HOUR_SECONDS * 1_000;

/** How long a message is kept from its making on, be it that it waits, or that it never arrived and can be sent again. */
export const KEPT_SECONDS = 30 * 24 * HOUR_SECONDS;
