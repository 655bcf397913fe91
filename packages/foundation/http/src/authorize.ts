import { Refusal, type Caller } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';
import type { Access } from './route.ts';

/** A caller and what its token is good for. */
export interface Identity {
  readonly caller: Caller;
  readonly scopes: readonly string[];
  /** Whether requests of this caller must be signed by a device. */
  readonly mustSign: boolean;
}

/**
 * Refuses a caller without one of the route's roles (`ACCESS.ROLE_NOT_ALLOWED`), then one whose token lacks the scope
 * (`ACCESS.SCOPE_MISSING`): another scope would not help somebody who lacks the role.
 */
export const authorize = (
  { roles, scope }: Access,
  { caller, scopes }: Pick<Identity, 'caller' | 'scopes'>,
): void => {
  if (!roles.some((role) => caller.principal.roles.includes(role))) {
    throw new Refusal<GeneralCode>('ACCESS.ROLE_NOT_ALLOWED', {
      detail: `Allowed roles: ${roles.join(', ')}.`,
    });
  }
  if (!scopes.includes(scope)) {
    throw new Refusal<GeneralCode>('ACCESS.SCOPE_MISSING', { detail: `Needed scope: ${scope}.` });
  }
};
