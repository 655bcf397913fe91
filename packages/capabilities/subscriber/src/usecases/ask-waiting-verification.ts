import { inForce } from '@temkin/kernel';
import { identityLease } from '../domain/index.ts';
import type { ReadVerification } from '../store/verifications.ts';
import { answerVerification } from './answer-verification.ts';
import { ASKED_GROUPS } from './asked-verification.ts';
import type { WorkOff } from './due-working.ts';
import { dueWorkerFor } from './own-actors.ts';
import type { VerificationPorts } from './ports.ts';
import { personResource, subscriptionResource, verificationResource } from './refuse.ts';
import type { VerifyingRegistry } from './registry.ts';

/**
 * Asks a source again that was silent, or whose answer nobody wrote down, by the same id. One asks at a time: who begins puts it on record
 * together with when others may. Safe to run twice, late and at once.
 */
export const askWaitingVerification = (registry: VerifyingRegistry & VerificationPorts): WorkOff => {
  const { recorder, personKeys, verifications, clock } = registry;
  const answer = answerVerification(registry);

  const claim = async (tenant: string, waiting: ReadVerification): Promise<ReadVerification | undefined> => {
    const { personId, subscriptionId, verificationId, sealed } = waiting;
    const now = clock.now();
    const recorded = await recorder.commit(
      dueWorkerFor(tenant),
      {
        action: 'subscription.verify',
        outcome: 'allowed',
        change: 'asked',
        groups: ASKED_GROUPS,
        resources: [
          personResource(personId),
          subscriptionResource(subscriptionId),
          verificationResource(verificationId),
        ],
      },
      {
        writes: (receipt) => [
          ...verifications.keepWrites(tenant, waiting, {
            sealed,
            nextAt: now + inForce(identityLease, now).value,
            receipt,
          }),
          personKeys.aliveCheck(tenant, personId),
        ],
      },
    );
    return recorded.outcome === 'committed' ? verifications.find(tenant, waiting) : undefined;
  };

  return async (due, isOutOfTime) => {
    const { tenant, personId, id: verificationId, dueAt } = due;
    if (isOutOfTime()) return 'remaining';
    const waiting = await verifications.find(tenant, { personId, verificationId });
    if (waiting?.nextAt !== dueAt) {
      await verifications.settle(due);
      return 'nothing';
    }
    const claimed = await claim(tenant, waiting);
    if (claimed === undefined) {
      // Of who was erased nothing is asked any more.
      if (!(await personKeys.isThere(tenant, personId))) await verifications.settle(due);
      return 'nothing';
    }
    const { is } = await answer(dueWorkerFor(tenant), claimed, 'worker');
    return is === 'waiting' ? 'nothing' : 'done';
  };
};
