/** The closed list of roles (docs/authorization.md). */
export const ROLES = [
  'order-system',
  'sorter',
  'shipper',
  'desk-clerk',
  'dispatcher',
  'inspector',
  'support',
  'support-lead',
  'registrar',
  'staff-admin',
  'privacy-officer',
  'security-officer',
  'auditor',
  'operator',
] as const;

export type Role = (typeof ROLES)[number];

/** Who acts, as read from the store in this very request: never from a token's claims or a cache. */
export interface Principal {
  readonly tenant: string;
  /** Staff member or system within the tenant; opaque, never a person's name. */
  readonly id: string;
  /** OAuth client that carried the request. */
  readonly client: string;
  readonly roles: readonly Role[];
  /** The facility a staff member is rostered at. */
  readonly facility?: string;
  /** The device that signed the request; absent where nothing was signed. */
  readonly device?: { readonly id: string };
}

/**
 * Names a record and the version of it that a decision relied on. A transaction that acts upon the decision checks it,
 * so a change in between (a suspension, a closed shift) wins.
 */
export interface ReliedOn {
  readonly table: string;
  readonly partition: string;
  readonly sort: string;
  readonly version: number;
}

/** A principal together with the records that make it what it is. */
export interface Caller {
  readonly principal: Principal;
  readonly reliedOn: readonly ReliedOn[];
}
