import { inForce, type Caller } from '@temkin/kernel';
import { identityLease } from '../domain/index.ts';
import type { DueWork } from '../store/due-work.ts';
import type { ReadVerification } from '../store/verifications.ts';
import { answerVerification } from './answer-verification.ts';
import { ASKED_GROUPS } from './asked-verification.ts';
import type { VerificationPorts } from './ports.ts';
import { personResource, subscriptionResource, verificationResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** The system itself, at work for a tenant: without a role, and without a record that could change meanwhile. */
const verifierFor = (tenant: string): Caller => ({
  principal: { tenant, id: '@subscriber-verifier', client: '@subscriber-verifier', roles: [] },
  reliedOn: [],
});

/**
 * Asks a source again that was silent, or whose answer nobody wrote down, by the same id. One asks at a time: who begins puts it on record
 * together with when others may. Safe to run twice, late and at once.
 */
export const askWaitingVerification = (registry: Registry & VerificationPorts) => {
  const { recorder, personKeys, verifications, clock } = registry;
  const answer = answerVerification(registry);

  const claim = async (tenant: string, waiting: ReadVerification): Promise<ReadVerification | undefined> => {
    const { personId, subscriptionId, verificationId, sealed } = waiting;
    const now = clock.now();
    const recorded = await recorder.commit(
      verifierFor(tenant),
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

  return async (due: DueWork, isOutOfTime: () => boolean): Promise<'done' | 'nothing' | 'remaining'> => {
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
      if ((await personKeys.find(tenant, personId)) === undefined) await verifications.settle(due);
      return 'nothing';
    }
    const { is } = await answer(verifierFor(tenant), claimed, 'worker');
    return is === 'waiting' ? 'nothing' : 'done';
  };
};
