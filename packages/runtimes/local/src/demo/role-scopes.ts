import type { Role } from '@temkin/kernel';

/** Which scopes the demo's issuer grants to whom: those a role may use (docs/authorization.md), and no others. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  'order-system': [
    'parcels:issue',
    'parcels:open',
    'parcels:read',
    'parcels:revoke',
    'custody:record',
    'labels:render',
  ],
  sorter: ['parcels:read', 'custody:record'],
  shipper: [
    'parcels:resolve',
    'parcels:open',
    'parcels:read',
    'custody:record',
    'shifts:read',
    'shifts:load',
    'calls:declare',
  ],
  'desk-clerk': [
    'parcels:resolve',
    'parcels:open',
    'parcels:read',
    'custody:record',
    'labels:render',
    'shifts:open',
  ],
  dispatcher: [
    'parcels:open',
    'parcels:read',
    'parcels:revoke',
    'custody:record',
    'gate:read',
    'shifts:open',
  ],
  inspector: ['parcels:resolve', 'parcels:open'],
  support: ['parcels:resolve', 'parcels:open', 'parcels:read', 'parcels:search'],
  'support-lead': ['cases:open', 'parcels:search', 'parcels:shred', 'subject-requests:handle'],
  registrar: ['subscribers:register'],
  'staff-admin': ['access:admin'],
  'privacy-officer': [
    'parcels:open',
    'parcels:search',
    'parcels:shred',
    'subject-requests:handle',
    'approvals:decide',
  ],
  'security-officer': ['cases:open', 'gate:set', 'gate:read'],
  auditor: ['audit:read'],
  operator: [],
};
