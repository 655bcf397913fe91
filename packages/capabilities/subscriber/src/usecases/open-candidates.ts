import {
  fieldsOf,
  isMeant,
  isPurposeOpen,
  openFields,
  subscriptionRecord,
  type Sought,
} from '../domain/index.ts';
import type { Candidate } from '../store/index-entries.ts';
import { isLive, type SealedPerson, type SealedSubscription } from '../store/record-item.ts';
import type { Registry } from './registry.ts';

/** Somebody who was searched for and found. */
export interface Hit {
  readonly personId: string;
  /** Where the search was for something of a subscription. */
  readonly subscription?: { readonly subscriptionId: string; readonly isLive: boolean };
}

/** A candidate as it is kept; of who is erased there is no key. */
interface Opened {
  readonly person: SealedPerson;
  readonly subscription?: SealedSubscription;
  readonly key: Uint8Array;
}

const isHit = (tenant: string, sought: Sought, { person, subscription, key }: Opened): boolean => {
  const { index } = sought;
  const { personId, clear } = person;
  const place = { tenant, personId };
  const fields = openFields(key, { ...place, record: 'person' }, person.sealed, fieldsOf(index, 'person'));
  const ofSubscription = subscription && {
    use: subscription.clear.use,
    fields: openFields(
      key,
      { ...place, record: subscriptionRecord(subscription.subscriptionId) },
      subscription.sealed,
      fieldsOf(index, 'subscription'),
    ),
  };
  return isMeant(sought, { kind: clear.kind, fields }, ofSubscription);
};

/** Candidates that have what was searched for, and how many people were not looked at because a mark closes the purpose. */
export interface OpenedCandidates {
  readonly hits: readonly Hit[];
  readonly closed: number;
}

/**
 * Opens candidates, of each what the index is made of and nothing else, and keeps those that have what was searched for: a truncated
 * hash has strangers too, and an entry may be of who changed since. Whoever's record is closed for the purpose is not opened.
 */
export const openCandidates = ({ people, personKeys }: Pick<Registry, 'people' | 'personKeys'>) => {
  return async (
    tenant: string,
    sought: Sought,
    candidates: readonly Candidate[],
    purpose: string,
  ): Promise<OpenedCandidates> => {
    const personIds = [...new Set(candidates.map(({ personId }) => personId))];
    const named = candidates.flatMap(({ personId, subscriptionId }) =>
      subscriptionId === undefined ? [] : [{ personId, subscriptionId }],
    );
    const [persons, keys, subscriptions] = await Promise.all([
      people.findMany(tenant, personIds),
      personKeys.findMany(tenant, personIds),
      named.length === 0 ? [] : people.findSubscriptions(tenant, named),
    ]);
    const bySubscription = new Map(subscriptions.map((found) => [found?.subscriptionId, found]));

    const closed = new Set(
      persons.flatMap((person) =>
        person === undefined || isPurposeOpen(purpose, person.marks ?? []) ? [] : [person.personId],
      ),
    );
    const hits = candidates.flatMap(({ personId, subscriptionId }): readonly Hit[] => {
      const at = personIds.indexOf(personId);
      const [person, key] = [persons[at], keys[at]];
      const subscription = subscriptionId === undefined ? undefined : bySubscription.get(subscriptionId);
      const isGone = subscriptionId !== undefined && subscription === undefined;
      if (person === undefined || key === undefined || isGone || closed.has(personId)) return [];
      const opened = { person, key, ...(subscription !== undefined && { subscription }) };
      if (!isHit(tenant, sought, opened)) return [];
      return [
        subscription === undefined
          ? { personId }
          : {
              personId,
              subscription: {
                subscriptionId: subscription.subscriptionId,
                isLive: isLive(subscription),
              },
            },
      ];
    });
    return { hits, closed: closed.size };
  };
};
