import type { KeyRing } from '@temkin/crypto';
import type { Caller, Clock } from '@temkin/kernel';
import { mayDecide, type ApprovalRequest } from '../domain/index.ts';
import type { ApprovalStore } from '../store/approvals.ts';
import { openContent, type ApprovalContent } from './approval-content.ts';

/** What somebody is asked to agree to. */
export type AskedApproval = ApprovalRequest & Pick<ApprovalContent, 'terms'>;

/**
 * What waits for the caller: requests of others about which their roles decide, and nobody has decided yet. A page may hold
 * fewer than `limit`; `next` is the `after` of the following one, present where more may follow.
 */
export const listApprovals =
  ({
    approvals,
    keyRing,
    clock,
  }: {
    readonly approvals: Pick<ApprovalStore, 'page'>;
    /** Purpose `approval`, by the ids of keys alone. */
    readonly keyRing: KeyRing;
    readonly clock: Clock;
  }) =>
  async (
    { principal: { tenant, id, roles } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly approvals: readonly AskedApproval[]; readonly next?: string }> => {
    const { approvals: page, next } = await approvals.page(tenant, range);
    const waiting = page.flatMap(({ request, decision }) =>
      decision === undefined &&
      clock.now() < request.expiresAt &&
      request.requestedBy !== id &&
      mayDecide(request.action, roles)
        ? request
        : [],
    );
    const asked = await Promise.all(
      waiting.map(async (request) => ({
        ...request,
        terms: (await openContent(keyRing, tenant, request)).terms,
      })),
    );
    return { approvals: asked, ...(next !== undefined && { next }) };
  };
