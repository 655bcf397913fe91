import type { PolicyRecord } from '@temkin/kernel';

/** How often a declared call is signed: once when it is set up, and once more where the network tries another way. */
export const SIGNATURES_POLICY: readonly PolicyRecord<number>[] = [
  {
    id: 'call-signatures',
    value: 2,
    source: 'Decision of 2026-11-22, caller-id design: at most twice per intent, to the same destination',
    validFrom: '2026-01-01',
  },
];

/** How fresh an identity must be. Seconds. */
export interface Freshness {
  /** How old `iat`, and the call's `Date`, may be. */
  readonly oldest: number;
  /** How far ahead of our clock they may be. */
  readonly ahead: number;
  /** How long one that was accepted is remembered: longer than it can be presented. */
  readonly remembered: number;
}

/** Not from the future, as RFC 8224 §6.2.2 leaves to local policy and secsipidx lets through. */
export const FRESHNESS_POLICY: readonly PolicyRecord<Freshness>[] = [
  {
    id: 'passport-freshness',
    value: { oldest: 60, ahead: 5, remembered: 180 },
    source: 'RFC 8224 §6.2.2 (60 seconds recommended); decision of 2026-11-22, caller-id design §4.2',
    validFrom: '2026-01-01',
  },
];
