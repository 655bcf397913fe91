import type { Bases } from '../store/bases.ts';
import type { WorkOff } from './due-working.ts';

/**
 * Forgets who was found upon a case that is closed, where whoever closed it was cut off over it. Safe to run late, twice, and while the case
 * is closed again.
 */
export const forgetFound =
  ({ bases }: { readonly bases: Pick<Bases, 'unbind'> }): WorkOff =>
  async ({ tenant, id: caseId, dueAt: closedAt }, isOutOfTime) =>
    (await bases.unbind(tenant, { caseId, closedAt }, isOutOfTime)) ? 'done' : 'remaining';
