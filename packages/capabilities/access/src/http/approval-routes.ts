import { route, type PrincipalRoute } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { ApprovalVerdict } from '../domain/index.ts';
import type { decideApproval } from '../usecases/decide-approval.ts';
import type { listApprovals } from '../usecases/list-approvals.ts';
import { approveSpec, listApprovalsSpec, rejectSpec } from './approval-specs.ts';
import { rangeOf } from './words.ts';

export interface ApprovalUsecases {
  readonly listApprovals: ReturnType<typeof listApprovals>;
  readonly decideApproval: ReturnType<typeof decideApproval>;
}

const decisionRoute = (
  spec: typeof rejectSpec,
  verdict: ApprovalVerdict,
  usecases: ApprovalUsecases,
): PrincipalRoute =>
  route(spec, async ({ caller, params }) => {
    const { receipt, expiresAt, ...decided } = await usecases.decideApproval(
      caller,
      params.approvalId,
      verdict,
    );
    return {
      body: { ...decided, expiresAt: rfc3339(expiresAt) },
      ...(receipt !== undefined && { receipt }),
    };
  });

/** The routes of those who decide. */
export const approvalRoutes = (usecases: ApprovalUsecases): readonly PrincipalRoute[] => [
  route(listApprovalsSpec, async ({ caller, query }) => {
    const { approvals, next } = await usecases.listApprovals(caller, rangeOf(query));
    return {
      body: {
        approvals: approvals.map(({ approvalId, action, requestedBy, requestedAt, expiresAt, terms }) => ({
          approvalId,
          action,
          requestedBy,
          requestedAt: rfc3339(requestedAt),
          expiresAt: rfc3339(expiresAt),
          terms,
        })),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
  decisionRoute(approveSpec, 'approved', usecases),
  decisionRoute(rejectSpec, 'rejected', usecases),
];
