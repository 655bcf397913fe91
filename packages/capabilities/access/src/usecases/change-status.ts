import { Refusal } from '@temkin/kernel';
import { STATUS_CHANGES, type PrincipalStatus } from '../domain/index.ts';
import type { PrincipalStore } from '../store/principals.ts';

/**
 * Suspends, revokes or reinstates a principal. The change holds for every request that is authenticated after it, and
 * fails every transaction of a request that was authenticated before. Throws the refusals `ACCESS.PRINCIPAL_UNKNOWN`,
 * `ACCESS.STATUS_UNREACHABLE` and, where somebody else changed the record meanwhile, `ACCESS.PRINCIPAL_CHANGED`.
 */
export const changeStatus =
  ({ principals }: { readonly principals: Pick<PrincipalStore, 'find' | 'setStatus'> }) =>
  async (
    tenant: string,
    id: string,
    status: PrincipalStatus,
  ): Promise<{ readonly id: string; readonly status: PrincipalStatus }> => {
    const principal = await principals.find(tenant, id);
    if (principal === undefined) throw new Refusal('ACCESS.PRINCIPAL_UNKNOWN');
    if (!STATUS_CHANGES[principal.status].includes(status))
      throw new Refusal('ACCESS.STATUS_UNREACHABLE', { detail: `The principal is ${principal.status}.` });
    if (!(await principals.setStatus(principal, status))) throw new Refusal('ACCESS.PRINCIPAL_CHANGED');
    return { id, status };
  };
