import type { Clock } from '@temkin/kernel';
import { ownExpiring, renewalsDue, type Expiring, type OwnCertificate } from '../domain/index.ts';
import type { SigningFindings } from './signing-ports.ts';

export interface WatchRenewalsDependencies {
  readonly certificates: readonly OwnCertificate[];
  /** Roots and lists that calls of others are judged by. */
  readonly trusted: readonly Expiring[];
  readonly findings: SigningFindings;
  readonly clock: Clock;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * Reports what must be renewed, lest calls go unsigned or those of others are believed no more: when it is first asked, and from then on
 * once a day, however often it is asked.
 */
export const watchRenewals = ({ certificates, trusted, findings, clock }: WatchRenewalsDependencies) => {
  let lookedAt = -Infinity;
  return (): void => {
    const now = clock.now();
    if (now - lookedAt < DAY_MILLISECONDS) return;
    lookedAt = now;
    for (const { kind, tenant, until } of renewalsDue([...ownExpiring(certificates, now), ...trusted], now))
      findings.report({
        finding: 'renewal-due',
        kind,
        ...(tenant !== undefined && { tenant }),
        daysLeft: Math.max(0, Math.floor((until - now) / DAY_MILLISECONDS)),
      });
  };
};
