import {
  fieldsOf,
  INDEX_NAMES,
  isOfSubscriptions,
  openFields,
  subscriptionRecord,
  type FieldTexts,
  type OpenSubscription,
} from '../domain/index.ts';
import { isLive } from '../store/record-item.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import type { Registry } from './registry.ts';

/**
 * The numbers of a person as far as they are found by: all of them, where an index of numbers is made of a field of the person that
 * changes; else none.
 */
export const concernedNumbers =
  ({ people }: Pick<Registry, 'people'>) =>
  async (
    tenant: string,
    personId: string,
    key: Uint8Array,
    changed: FieldTexts,
  ): Promise<readonly OpenSubscription[]> => {
    const areConcerned = INDEX_NAMES.some(
      (name) => isOfSubscriptions(name) && fieldsOf(name, 'person').some((field) => field in changed),
    );
    if (!areConcerned) return [];
    const found: OpenSubscription[] = [];
    for await (const subscription of people.subscriptionsOf(tenant, personId)) {
      const { subscriptionId, sealed } = subscription;
      const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
      const opened = openFields(key, place, sealed, INDEXED_FIELDS.subscription);
      found.push({
        subscriptionId,
        isLive: isLive(subscription),
        use: subscription.clear.use,
        fields: opened,
      });
    }
    return found;
  };
