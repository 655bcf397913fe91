import { monthsAfter, type PolicyRecord } from '@temkin/kernel';
import { inForceOrFirst } from '../in-force-or-first.ts';
import type { EndCause } from './subscription-moves.ts';

/** Months for which a subscription is kept after its end. */
export const retentionAfterEnd: readonly PolicyRecord<number>[] = [
  {
    id: 'retention-after-end',
    value: 24,
    source: 'Decree 163/2024 Art 22.2: two years at least after the end of the service',
    validFrom: '2024-12-24',
  },
];

/** Months for which a former holder is kept after the number became another's. */
export const formerHolderRetention: readonly PolicyRecord<number>[] = [
  {
    id: 'retention-former-holder',
    value: 24,
    source: 'Decree 163/2024 Art 22.2: to whom the number goes next changes nothing',
    validFrom: '2024-12-24',
  },
  {
    id: 'retention-former-holder',
    value: 24,
    source: 'Decree 174/2026 Art 34.11.c: two years at least for the former holder of a number',
    validFrom: '2026-07-01',
  },
];

/** What of a subscription its retention is reckoned from. */
export interface EndOfSubscription {
  /** Milliseconds since the epoch; absent while it lives. */
  readonly endedAt?: number;
  readonly endCause?: EndCause;
}

/** The record that a subscription is kept by: that of its end, and the first one where it ended before that was in force. */
const recordOf = ({ endCause }: EndOfSubscription, endedAt: number): PolicyRecord<number> => {
  const records = endCause === 'transfer' ? formerHolderRetention : retentionAfterEnd;
  return inForceOrFirst(records, endedAt);
};

/**
 * Until when a subscription must be kept; undefined while it lives. The evidence of its verification is kept as long as the number
 * lives (Circular 08/2026 Art 4.2) and goes with the rest. Milliseconds since the epoch.
 */
export const retainedUntil = (subscription: EndOfSubscription): number | undefined => {
  const { endedAt } = subscription;
  if (endedAt === undefined) return undefined;
  return monthsAfter(endedAt, recordOf(subscription, endedAt).value);
};

/** The records that say for how long subscriptions are kept which have ended; each once. */
export const retentionPolicies = (subscriptions: readonly EndOfSubscription[]): readonly string[] => [
  ...new Set(
    subscriptions.flatMap((subscription) => {
      const { endedAt } = subscription;
      return endedAt === undefined ? [] : [recordOf(subscription, endedAt).id];
    }),
  ),
];

/** When a person is erased: when the last of their subscriptions need not be kept; undefined while one lives or there was none. */
export const erasureDueAt = (subscriptions: readonly EndOfSubscription[]): number | undefined => {
  const ends = subscriptions.map(retainedUntil);
  if (ends.length === 0 || ends.includes(undefined)) return undefined;
  return Math.max(...ends.map((end) => end ?? 0));
};
