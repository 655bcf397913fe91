import { Refusal } from '@temkin/kernel';
import { ISSUED_NAME, PRINCIPAL_ID, type NewPrincipal } from '../domain/index.ts';
import type { PrincipalStore } from '../store/principals.ts';

const REFUSALS = {
  'tenant-unknown': 'ACCESS.TENANT_UNKNOWN',
  'facility-unknown': 'ACCESS.FACILITY_UNKNOWN',
  exists: 'ACCESS.PRINCIPAL_EXISTS',
} as const;

/**
 * Enrols a staff member or a system, active from now on. Ids and subjects are unique within a tenant, across both kinds.
 * Throws the refusals `ACCESS.RECORD_MALFORMED`, `ACCESS.TENANT_UNKNOWN`, `ACCESS.FACILITY_UNKNOWN` and
 * `ACCESS.PRINCIPAL_EXISTS`.
 */
export const enrolPrincipal =
  ({ principals }: { readonly principals: Pick<PrincipalStore, 'enrol'> }) =>
  async (newcomer: NewPrincipal): Promise<void> => {
    const { id, subject, roles } = newcomer;
    if (!PRINCIPAL_ID.test(id) || !ISSUED_NAME.test(subject) || roles.length === 0)
      throw new Refusal('ACCESS.RECORD_MALFORMED', {
        detail:
          'A principal has an opaque id of 1 to 64 letters, digits, dots and hyphens, a subject, and a role.',
      });
    const outcome = await principals.enrol(newcomer);
    if (outcome !== 'enrolled') throw new Refusal(REFUSALS[outcome]);
  };
