import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import { Refusal, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import { mayDecide, type ApprovalVerdict } from '../domain/index.ts';
import type { ApprovalStore } from '../store/approvals.ts';
import type { PrincipalStore } from '../store/principals.ts';
import { openContent } from './approval-content.ts';
import { areIndependent } from './are-independent.ts';
import { approvalResources } from './two-person-rule.ts';

export interface DecidingDependencies {
  readonly approvals: Pick<ApprovalStore, 'find' | 'decideWrites'>;
  readonly principals: Pick<PrincipalStore, 'find'>;
  /** Purpose `approval`, by the ids of keys alone. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly clock: Clock;
}

/** What was decided, until when that is good, and the receipt of the decision where it was made just now. */
export interface DecidedApproval {
  readonly approvalId: string;
  readonly verdict: ApprovalVerdict;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly receipt?: Receipt;
}

const ACTIONS = { approved: 'approval.approve', rejected: 'approval.reject' } as const;

/**
 * Decides, on record and for good, about what somebody else asked for; what the caller decided before is answered as it is.
 * Refuses `ACCESS.APPROVAL_UNKNOWN` (also where it is spent, expired or not for the caller's roles), `ACCESS.OWN_REQUEST`,
 * `ACCESS.NOT_A_PERSON`, `ACCESS.NOT_INDEPENDENT` where one of the two has let the other in of late,
 * `ACCESS.APPROVAL_DECIDED` and `ACCESS.APPROVAL_CHANGED`.
 */
export const decideApproval =
  ({ approvals, principals, keyRing, recorder, actors, clock }: DecidingDependencies) =>
  async (caller: Caller, approvalId: string, verdict: ApprovalVerdict): Promise<DecidedApproval> => {
    const { tenant, id, roles } = caller.principal;
    const now = clock.now();
    const found = await approvals.find(tenant, approvalId);
    if (found === undefined || found.request.expiresAt <= now || !mayDecide(found.request.action, roles))
      throw new Refusal('ACCESS.APPROVAL_UNKNOWN');
    const { request, decision } = found;
    const { action, requestedBy, expiresAt } = request;
    const about = { resources: approvalResources(approvalId) };
    if (requestedBy === id) throw new Refusal('ACCESS.OWN_REQUEST', { about });
    if (decision?.decidedBy === id && decision.verdict === verdict) return { approvalId, verdict, expiresAt };
    if (decision !== undefined) throw new Refusal('ACCESS.APPROVAL_DECIDED');

    const [requester, decider] = await Promise.all([
      principals.find(tenant, requestedBy),
      principals.find(tenant, id),
    ]);
    if (requester === undefined || decider === undefined)
      throw new Error('whoever asks or decides is enrolled');
    if (decider.kind !== 'staff') throw new Refusal('ACCESS.NOT_A_PERSON', { about });
    if (verdict === 'approved' && !(await areIndependent(actors, requester, decider, now)))
      throw new Refusal('ACCESS.NOT_INDEPENDENT', { about });

    const { resources } = await openContent(keyRing, tenant, request);
    const recorded = await recorder.commit(
      caller,
      {
        action: ACTIONS[verdict],
        outcome: 'allowed',
        resources: [...resources, ...about.resources],
        change: action,
      },
      {
        reliedOn: [requester.reliedOn, decider.reliedOn],
        writes: () => approvals.decideWrites(tenant, request, { verdict, decidedBy: id, decidedAt: now }),
      },
    );
    if (recorded.outcome !== 'committed') throw new Refusal('ACCESS.APPROVAL_CHANGED');
    return { approvalId, verdict, expiresAt, receipt: recorded.receipt };
  };
