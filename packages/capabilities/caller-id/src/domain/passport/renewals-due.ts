import { inForce } from '@temkin/kernel';
import type { OwnCertificate } from './own-certificate.ts';
import { RENEWAL_POLICY, type Renewal } from './policies.ts';

/** What calls are signed or judged by, and runs out. */
export interface Expiring {
  readonly kind: keyof Renewal;
  /** The company whose calls it signs; absent of what calls are judged by. */
  readonly tenant?: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const MILLISECONDS_OF_DAY = 86_400_000;

/** Until when something is in force without a break: certificates follow one another, in whatever order. */
const unbrokenFrom = (certificates: readonly OwnCertificate[], at: number): number => {
  const current = certificates.filter(({ from, until }) => from <= at && at <= until);
  const until = Math.max(at, ...current.map((certificate) => certificate.until));
  return until === at ? at : unbrokenFrom(certificates, until);
};

/** Until when each company has a certificate in force, from an instant on; that instant, where it has none by then. */
export const ownExpiring = (certificates: readonly OwnCertificate[], now: number): readonly Expiring[] =>
  [...new Set(certificates.map(({ tenant }) => tenant))].map((tenant) => ({
    kind: 'certificate',
    tenant,
    until: unbrokenFrom(
      certificates.filter((certificate) => certificate.tenant === tenant),
      now,
    ),
  }));

/** What must be renewed now: less is left than its kind takes, or nothing. */
export const renewalsDue = (all: readonly Expiring[], now: number): readonly Expiring[] => {
  const days = inForce(RENEWAL_POLICY, now).value;
  return all.filter(({ kind, until }) => until - now < days[kind] * MILLISECONDS_OF_DAY);
};
