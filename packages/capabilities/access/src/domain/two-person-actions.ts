import type { Role } from '@temkin/kernel';

/**
 * What two people must agree to, and the roles that agree to it: one of these, held by somebody else than whoever asks.
 * Who may ask, the route says. To be read line by line by an auditor.
 */
export const TWO_PERSON_ACTIONS: Readonly<Record<string, readonly Role[]>> = {
  'parcel.shred': ['privacy-officer'],
  'release.make': ['privacy-officer', 'security-officer'],
  'number.add': ['security-officer'],
  'audit.unmask': ['auditor', 'security-officer'],
  'registry.release': ['privacy-officer'],
  'registry.export': ['privacy-officer', 'security-officer'],
  'collection-account.add': ['privacy-officer', 'security-officer'],
};

/** Every role that decides about something. */
export const DECIDING_ROLES: readonly Role[] = [...new Set(Object.values(TWO_PERSON_ACTIONS).flat())];

/** Whether somebody with these roles decides about an action. */
export const mayDecide = (action: string, roles: readonly Role[]): boolean =>
  (TWO_PERSON_ACTIONS[action] ?? []).some((role) => roles.includes(role));
