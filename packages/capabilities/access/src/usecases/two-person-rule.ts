import type {
  ActorPseudonyms,
  Approvals,
  GrantedApproval,
  PendingApproval,
  Recorder,
  TwoPersonRequest,
} from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import { Refusal, type Caller, type Clock, type RandomBytes } from '@temkin/kernel';
import { mayAct, mayDecide, wasLetInSince, type PrincipalRecord, type Stored } from '../domain/index.ts';
import type { ApprovalStore, FoundApproval, KeptRequest } from '../store/approvals.ts';
import type { PrincipalStore } from '../store/principals.ts';
import { approvalIdOf, approvalKeys, approvalLife, sealContent } from './approval-content.ts';
import { areIndependent } from './are-independent.ts';
import { untilSettled } from './until-settled.ts';

export interface TwoPersonDependencies {
  readonly approvals: Pick<ApprovalStore, 'find' | 'askWrite' | 'spendWrites'>;
  readonly principals: Pick<PrincipalStore, 'find'>;
  /** Purpose `approval`, with shared epochs: all processes must come to the same names. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** How events name an approval: by its id, which leads to nobody. */
export const approvalResources = (approvalId: string) =>
  [{ type: 'approval', pseudonym: approvalId }] as const;

/**
 * Two people agree: whoever asks, and somebody else with a role that decides about the action. An approval is of one request,
 * word for word, by one person; it is good for a day and once, and only while whoever agreed may still decide, neither was
 * shut out since, and neither has let the other in of late. One that is good no more is asked for anew.
 */
export const twoPersonRule = (dependencies: TwoPersonDependencies): Approvals => {
  const { approvals, principals, keyRing, recorder, actors, clock, random } = dependencies;

  /** What became of a request; undefined where it is good for nothing any more. */
  const standing = async (
    requester: Stored<PrincipalRecord>,
    { request, decision }: FoundApproval,
    asked: TwoPersonRequest,
  ): Promise<PendingApproval | GrantedApproval | undefined> => {
    const { tenant } = requester;
    const { approvalId, expiresAt } = request;
    const now = clock.now();
    if (expiresAt <= now) return undefined;
    if (decision === undefined) return { state: 'pending', approvalId, expiresAt };
    const resources = approvalResources(approvalId);
    if (decision.verdict === 'rejected')
      throw new Refusal('ACCESS.APPROVAL_REJECTED', {
        about: { resources: [...asked.resources, ...resources] },
      });
    const decider = await principals.find(tenant, decision.decidedBy);
    if (
      decider === undefined ||
      !mayAct(decider) ||
      // Whose word it was while they were shut out, nobody knows.
      [requester, decider].some((one) => wasLetInSince(one, decision.decidedAt)) ||
      !mayDecide(asked.action, decider.roles) ||
      !(await areIndependent(actors, requester, decider, now))
    )
      return undefined;
    return {
      state: 'granted',
      resources,
      spentWith: ({ reliedOn = [], writes = () => [] }) => ({
        reliedOn: [...reliedOn, requester.reliedOn, decider.reliedOn],
        writes: (receipt) => [...writes(receipt), ...approvals.spendWrites(tenant, request)],
      }),
    };
  };

  return {
    of: (caller: Caller, asked) => {
      const { tenant, id } = caller.principal;
      return untilSettled(async () => {
        const requester = await principals.find(tenant, id);
        if (requester?.kind !== 'staff') throw new Refusal('ACCESS.NOT_A_PERSON');
        const now = clock.now();
        const keys = await approvalKeys(keyRing, tenant, now);
        const found = await Promise.all(
          keys.map((key) => approvals.find(tenant, approvalIdOf(key, id, asked))),
        );
        for (const one of found) {
          const stands = one && (await standing(requester, one, asked));
          if (stands !== undefined) return stands;
        }

        const [key] = keys;
        const approvalId = approvalIdOf(key, id, asked);
        const request: Omit<KeptRequest, 'eventId'> = {
          approvalId,
          action: asked.action,
          requestedBy: id,
          requestedAt: now,
          // Kept in seconds.
          expiresAt: Math.floor((now + approvalLife(now)) / 1_000) * 1_000,
          ...sealContent(key, { tenant, approvalId }, asked, random),
        };
        const recorded = await recorder.commit(
          caller,
          {
            action: 'approval.request',
            outcome: 'allowed',
            resources: [...asked.resources, ...approvalResources(approvalId)],
            change: asked.action,
          },
          {
            writes: ({ eventId }) => [approvals.askWrite(tenant, { ...request, eventId }, found[0]?.request)],
          },
        );
        if (recorded.outcome !== 'committed') return undefined;
        const { expiresAt } = request;
        return { state: 'pending', approvalId, expiresAt, receipt: recorded.receipt } as const;
      });
    },
  };
};
