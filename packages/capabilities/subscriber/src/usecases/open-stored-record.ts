import { openFields, subscriptionRecord, type StoredRecord } from '../domain/index.ts';
import type { SealedPerson, SealedSubscription } from '../store/record-item.ts';

/** A person, one of their numbers, and the key that opens both. */
export interface SealedNumber {
  readonly person: SealedPerson;
  readonly key: Uint8Array;
  readonly subscription: SealedSubscription;
}

/** Opens a holder and one of their numbers, each with all that is sealed of it: what a change of either is judged by. */
export const openStoredRecord = (
  tenant: string,
  { person, key, subscription }: SealedNumber,
): StoredRecord => {
  const { personId } = person;
  const { subscriptionId, standing } = subscription;
  const ofPerson = { tenant, personId, record: 'person' } as const;
  const ofNumber = { tenant, personId, record: subscriptionRecord(subscriptionId) };
  return {
    holder: {
      clear: person.clear,
      texts: openFields(key, ofPerson, person.sealed, Object.keys(person.sealed)),
    },
    subscription: {
      clear: { ...subscription.clear, state: standing.state },
      texts: openFields(key, ofNumber, subscription.sealed, Object.keys(subscription.sealed)),
    },
  };
};
