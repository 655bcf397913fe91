import type { Role } from '@temkin/kernel';
import { ROLE_SCOPES } from '../../../packages/runtimes/local/src/demo/role-scopes.ts';
import type { TestSystem } from '../system.ts';

/** Who asks in the second tenant, besides whom the demo has there. */
const ASKERS: Readonly<Record<string, Role>> = {
  'other-desk': 'desk-clerk',
  'other-dispatcher': 'dispatcher',
  'other-lead': 'support-lead',
  'other-operator': 'operator',
  'other-privacy': 'privacy-officer',
  'other-registrar': 'registrar',
  'other-security': 'security-officer',
  // Not the shipper of the demo, who has no shift.
  'other-shipper-load': 'shipper',
  'other-support': 'support',
};

/** Enrols somebody of every kind that asks, with all that the role may do. */
export const enrolAskers = async (system: Pick<TestSystem, 'enrol'>): Promise<void> => {
  const place = { tenant: 'other', kind: 'staff', facility: 'DN-HAI-CHAU' } as const;
  for (const [subject, role] of Object.entries(ASKERS))
    await system.enrol({ ...place, subject, roles: [role], scopes: ROLE_SCOPES[role] });
};
