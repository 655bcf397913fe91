/** The scopes that a route asks for (docs/authorization.md). A token never carries others. */
export const SCOPES = [
  'parcels:issue',
  'parcels:resolve',
  'parcels:open',
  'parcels:read',
  'parcels:amend',
  'parcels:revoke',
  'custody:record',
  'labels:render',
  'gate:set',
  'gate:read',
  'shifts:open',
  'shifts:read',
  'shifts:load',
  'cases:open',
  'parcels:search',
  'parcels:shred',
  'releases:make',
  'approvals:decide',
  'subject-requests:handle',
  'registry:admin',
  'registry:import',
  'registry:compare',
  'subscribers:register',
  'subscribers:search',
  'subscribers:read',
  'subscribers:amend',
  'subscriptions:report',
  'registry-claims:handle',
  'registry-requests:handle',
  'registry-releases:make',
  'registry-exports:make',
  'access:admin',
  'audit:read',
  'webhooks:manage',
  'calls:declare',
  'calls:badge',
  'numbers:admin',
  'accounts:admin',
  'calls:sign',
  'calls:report',
] as const;

export type Scope = (typeof SCOPES)[number];

/** Those that only systems use. */
const SYSTEM_SCOPES: ReadonlySet<Scope> = new Set([
  'parcels:issue',
  'calls:sign',
  'calls:report',
  'registry:import',
  'subscriptions:report',
]);

/** What people's client may ask for; what a person may do is decided by their roles. */
export const STAFF_SCOPES: readonly Scope[] = SCOPES.filter((scope) => !SYSTEM_SCOPES.has(scope));

/** Stands before our scopes at Cognito: `temkin/parcels:issue`. */
export const RESOURCE_SERVER = 'temkin';

/** The resource server whose scopes name a system's tenant, which has no attributes: `tenant/ems`. */
export const TENANT_SERVER = 'tenant';
