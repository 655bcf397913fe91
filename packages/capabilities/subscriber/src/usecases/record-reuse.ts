import type { Caller, Receipt } from '@temkin/kernel';
import { decideReuse, type Reuse } from '../domain/index.ts';
import { reuseWrite } from '../store/reuse-write.ts';
import { findSubscription } from './find-subscription.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Puts on record that a number was used again, and since when it had not been: the last such gap is kept, for sweeps. Said again, or of
 * a gap before one that is known, it changes nothing. Refuses what `decideReuse` does, and `SUBSCRIPTION.UNKNOWN`.
 */
export const recordReuse = (registry: Pick<Registry, 'recorder' | 'people' | 'clock'>) => {
  const { recorder, clock } = registry;
  const find = findSubscription(registry);

  return (
    caller: Caller,
    { subscriptionId, ...reuse }: Reuse & { readonly subscriptionId: string },
  ): Promise<{ readonly receipt: Receipt }> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const subscription = await find(tenant, subscriptionId);
      const { personId, clear, standing, version, reuse: known, receipt } = subscription;
      const verdict = decideReuse(reuse, {
        state: standing.state,
        registeredAt: clear.registeredAt,
        now: clock.now(),
        ...(known !== undefined && { known }),
      });
      if (verdict.outcome === 'refused')
        throw refuse(verdict.code, { about: { resources: [subscriptionResource(subscriptionId)] } });
      if (verdict.outcome === 'known') return { receipt };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.finding',
          outcome: 'allowed',
          change: 'used-again',
          grounds: 'network',
          resources: [personResource(personId), subscriptionResource(subscriptionId, version + 1)],
        },
        { writes: (written) => [reuseWrite(tenant, subscription, reuse, written)] },
      );
      return recorded.outcome === 'committed' ? { receipt: recorded.receipt } : undefined;
    });
  };
};
