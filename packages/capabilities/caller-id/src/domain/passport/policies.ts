import type { PolicyRecord } from '@temkin/kernel';

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
