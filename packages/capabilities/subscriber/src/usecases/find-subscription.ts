import type { Read, SealedSubscription } from '../store/record-item.ts';
import { refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** A subscription by its id alone. Refuses `SUBSCRIPTION.UNKNOWN`. */
export const findSubscription =
  ({ people }: Pick<Registry, 'people'>) =>
  async (tenant: string, subscriptionId: string): Promise<Read<SealedSubscription>> => {
    const personId = await people.holderOf(tenant, subscriptionId);
    const [subscription] =
      personId === undefined ? [] : await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    if (subscription === undefined)
      throw refuse('SUBSCRIPTION.UNKNOWN', { about: { resources: [subscriptionResource(subscriptionId)] } });
    return subscription;
  };
