import { keyedHash } from '@temkin/crypto';
import { inForce, timeWindow, toHex, type RandomBytes } from '@temkin/kernel';
import { CHECKABLE_AFTER_END_MILLISECONDS, checkLimits, type CallIntent } from '../domain/index.ts';
import type { Counted } from '../store/check-counts.ts';

/** Under which name something is counted: of a number, a call or a network it tells nothing. */
export const countedName = (key: Uint8Array, what: string, ...values: readonly string[]): string =>
  toHex(keyedHash(key, 16, 'count', what, ...values));

/** How often a network asks, of whatever. */
export const requestsBy = (
  key: Uint8Array,
  network: string,
  nowMilliseconds: number,
): Counted & { readonly retryAfterSeconds: number } => ({
  counted: countedName(key, 'network', network),
  limit: inForce(checkLimits, nowMilliseconds).value.requestsPerSource,
  ...timeWindow(nowMilliseconds, 1),
});

/** How often a number is asked about, and a number with one proof. */
export const requestsAbout = (
  key: Uint8Array,
  { callingNumber, proof }: { readonly callingNumber: string; readonly proof: string },
  nowMilliseconds: number,
): readonly [number: Counted, pair: Counted] => {
  const { requestsPerNumber, requestsPerPair } = inForce(checkLimits, nowMilliseconds).value;
  const { retryAfterSeconds: _, ...hour } = timeWindow(nowMilliseconds, 1);
  return [
    { counted: countedName(key, 'number', callingNumber), limit: requestsPerNumber, ...hour },
    { counted: countedName(key, 'pair', callingNumber, proof), limit: requestsPerPair, ...hour },
  ];
};

/** What is counted of one call: that it was told to somebody who showed little, and wrong codes, of a network and of all. */
export interface CallCounts {
  readonly told: Counted;
  readonly wrongOfSource: Counted;
  readonly wrongOfAll: Counted;
}

/** The window of a call's counts is its life. */
const WINDOW = 'call';

const within = (counted: string, limit: number, endsAt: number): Counted => ({
  counted,
  limit,
  window: WINDOW,
  expiresAtSeconds: Math.ceil(endsAt / 1_000),
});

/** The counts of a call, by the tenant key of its hashes: they are the same in the next month. */
export const countsOf = (
  key: Uint8Array,
  { intentId, endBy }: Pick<CallIntent, 'intentId' | 'endBy'>,
  network: string,
  nowMilliseconds: number,
): CallCounts => {
  const { wrongCodesPerSource, wrongCodesInAll } = inForce(checkLimits, nowMilliseconds).value;
  const endsAt = endBy + CHECKABLE_AFTER_END_MILLISECONDS;
  return {
    told: within(countedName(key, 'told', intentId), 1, endsAt),
    wrongOfSource: within(countedName(key, 'wrong', intentId, network), wrongCodesPerSource, endsAt),
    wrongOfAll: within(countedName(key, 'wrong', intentId), wrongCodesInAll, endsAt),
  };
};

/** Counts under names that nothing else has: they take as long and mean nothing. */
export const countsOfNothing = (random: RandomBytes, nowMilliseconds: number): CallCounts => {
  const of = (): Counted => within(toHex(random(16)), 1, nowMilliseconds + CHECKABLE_AFTER_END_MILLISECONDS);
  return { told: of(), wrongOfSource: of(), wrongOfAll: of() };
};
