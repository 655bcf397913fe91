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

/** Days before its end at which something must be renewed, by what it is. */
export interface Renewal {
  /** By which calls of a company are signed. */
  readonly certificate: number;
  /** A root that is trusted. */
  readonly root: number;
  /** A list of certificates that were taken back: made for weeks at most, and by who makes the next one anyway. */
  readonly revocations: number;
}

/** Long enough for an authority to issue, for operators to agree to a root, and for a deployment. */
export const RENEWAL_POLICY: readonly PolicyRecord<Renewal>[] = [
  {
    id: 'call-signing-renewal',
    value: { certificate: 14, root: 14, revocations: 3 },
    source: 'Decision of 2026-11-23: two weeks for what somebody else must issue, three days for lists',
    validFrom: '2026-01-01',
  },
];
