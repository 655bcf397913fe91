import { itemBytes } from '@temkin/storage';
import {
  personItemKey,
  subscriptionItemKey,
  toPersonItem,
  toSubscriptionItem,
  type SealedPerson,
  type SealedSubscription,
} from './record-item.ts';

/** As long as every one is: an id of an event, and the hash of its leaf. */
const receipt = { eventId: '-'.repeat(36), leaf: '-'.repeat(44) };

/** How many bytes the item of a holder has. */
export const personBytes = (tenant: string, person: Omit<SealedPerson, 'receipt'>): number =>
  itemBytes(personItemKey(tenant, person.personId), toPersonItem({ ...person, receipt }));

/** How many bytes the item of a number has. */
export const subscriptionBytes = (
  tenant: string,
  subscription: Omit<SealedSubscription, 'receipt'>,
): number =>
  itemBytes(
    subscriptionItemKey(tenant, subscription.personId, subscription.subscriptionId),
    toSubscriptionItem({ ...subscription, receipt }),
  );
