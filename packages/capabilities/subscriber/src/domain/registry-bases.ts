import type { PolicyRecord, Principal, Role } from '@temkin/kernel';
import { READ_POLICY, type ReadBasis, type ReadPurpose } from './reads/read-policy.ts';

/** What somebody may open so that the registry is searched and read upon it; a release takes two people and is made elsewhere. */
export type BasisKind = Exclude<ReadBasis, 'two-person-release'>;

/**
 * What searches and reads refer to. Upon a *transaction* whoever opened it reads, and nobody else, for some hours. Upon a *case* others
 * read, and never whoever opened it, until it is closed.
 */
export interface RegistryBasis {
  readonly basisId: string;
  readonly kind: BasisKind;
  readonly purpose: ReadPurpose;
  /** Staff member or system. */
  readonly openedBy: string;
  /** Milliseconds since the epoch, as the two below. */
  readonly openedAt: number;
  /** Of a transaction. */
  readonly endsAt?: number;
  /** Of a case that is about one person: nobody else is read upon it. */
  readonly personId?: string;
  readonly state: 'open' | 'closed';
  readonly closedAt?: number;
}

/** Hours after which a transaction is over. */
export const transactionHours: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-transaction-hours',
    value: 4,
    source: 'Temkin default: half a working day, longer than anybody stands at a counter',
    validFrom: '2026-11-22',
  },
];

/** Who may open a case for which purpose, so that others may read. */
export const CASE_RULES: Readonly<Partial<Record<ReadPurpose, readonly Role[]>>> = {
  correction: ['registrar', 'support-lead'],
  complaint: ['support', 'support-lead'],
  'data-subject-request': ['support-lead', 'privacy-officer'],
  investigation: ['security-officer'],
};

/** Who may open a transaction for which purpose: whoever reads for it upon one. */
export const mayOpenTransaction = (purpose: ReadPurpose, { roles }: Pick<Principal, 'roles'>): boolean =>
  READ_POLICY.some(
    (rule) =>
      rule.purpose === purpose &&
      rule.needs === 'transaction' &&
      rule.roles.some((role) => roles.includes(role)),
  );

/** Whether somebody may open a case for a purpose. */
export const mayOpenCase = (purpose: ReadPurpose, { roles }: Pick<Principal, 'roles'>): boolean =>
  CASE_RULES[purpose]?.some((role) => roles.includes(role)) === true;

/** Whether somebody may close a case: whoever opened it, and whoever opens or reads such cases. */
export const mayCloseCase = (
  { purpose, openedBy }: Pick<RegistryBasis, 'purpose' | 'openedBy'>,
  { id, roles }: Pick<Principal, 'id' | 'roles'>,
): boolean =>
  openedBy === id ||
  mayOpenCase(purpose, { roles }) ||
  READ_POLICY.some(
    (rule) =>
      rule.purpose === purpose && rule.needs === 'case' && rule.roles.some((role) => roles.includes(role)),
  );

/** Whether somebody may act upon a basis for a purpose now: it is open and in time, and is theirs, or of somebody else where it is a case. */
export const isUsable = (
  basis: RegistryBasis,
  { id, purpose, at }: { readonly id: string; readonly purpose: ReadPurpose; readonly at: number },
): boolean =>
  basis.purpose === purpose &&
  basis.state === 'open' &&
  (basis.endsAt === undefined || at < basis.endsAt) &&
  (basis.openedBy === id) === (basis.kind === 'transaction');
