import type { Admission } from './admissions.ts';
import type { ReliedOn, Role } from '@temkin/kernel';
import type { GivenSettings, TenantSettings } from './tenant-settings.ts';

/** A company that uses the system. */
export interface TenantRecord {
  readonly tenant: string;
  readonly displayName: string;
  /** Ids of the issuer profiles whose tokens may speak for this tenant. */
  readonly issuers: readonly string[];
  readonly settings: TenantSettings;
}

/** A company that is about to be one; settings that are not given are the default ones. */
export type NewTenant = Omit<TenantRecord, 'settings'> & GivenSettings;

/** A place where parcels are handled. Its name is public. */
export interface FacilityRecord {
  readonly tenant: string;
  readonly id: string;
  readonly displayName: string;
  /** Official code of the commune it stands in. */
  readonly communeCode: string;
}

/** A staff member or a system, by opaque ids only: who hides behind them is known to the company's own directory. */
export interface PrincipalRecord {
  readonly tenant: string;
  readonly id: string;
  /** Issuer profile and subject under which its tokens arrive. */
  readonly issuer: string;
  readonly subject: string;
  readonly kind: PrincipalKind;
  readonly roles: readonly Role[];
  readonly facility?: string;
  readonly status: PrincipalStatus;
  /** Who the record is in the log, for as long as it stands: random, in the form of a pseudonym, given at enrolment. */
  readonly recordId: string;
  /** By whom it was let in of late; the operator of the installation, who enrols, is nobody of the company. */
  readonly admissions: readonly Admission[];
}

/** Whoever is about to be enrolled. */
export type NewPrincipal = Omit<PrincipalRecord, 'status' | 'recordId' | 'admissions'>;

export const PRINCIPAL_KINDS = ['staff', 'system'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export const PRINCIPAL_STATUSES = ['active', 'suspended', 'revoked'] as const;
export type PrincipalStatus = (typeof PRINCIPAL_STATUSES)[number];

/** A record as read, with the version a decision may rely on. */
export type Stored<Entity> = Entity & { readonly reliedOn: ReliedOn };
