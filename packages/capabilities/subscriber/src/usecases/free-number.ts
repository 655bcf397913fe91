import { openFields, subscriptionRecord } from '../domain/index.ts';
import { copyOf } from '../store/index-states.ts';
import type { Read, SealedSubscription } from '../store/record-item.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { indexHolder } from './index-holder.ts';
import type { Writes } from './prepare-move.ts';
import { refuse } from './refuse.ts';
import type { Registry } from './registry.ts';

/**
 * What frees the number of a subscription that ends, in every generation of every index: it is found still, as one that was. The writes
 * are refused where an index or an entry changed meanwhile; undefined where a generation is gone since it was read.
 */
export const freeNumber = (registry: Registry) => {
  const { people, personKeys, entries, states, free } = registry;
  const index = indexHolder(registry);

  return async (tenant: string, subscription: Read<SealedSubscription>): Promise<Writes | undefined> => {
    const { personId, subscriptionId, sealed, clear } = subscription;
    const person = await people.find(tenant, personId);
    const key = await personKeys.find(tenant, personId);
    if (person === undefined || key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
    const copy = copyOf(personId);
    const read = await states.read(tenant, copy);
    const place = { tenant, personId };
    const ofPerson = openFields(key, { ...place, record: 'person' }, person.sealed, INDEXED_FIELDS.person);
    const record = subscriptionRecord(subscriptionId);
    const fields = openFields(key, { ...place, record }, sealed, INDEXED_FIELDS.subscription);
    const holderOf = (isLive: boolean) => ({
      person: { personId, kind: person.clear.kind, fields: ofPerson },
      subscription: { subscriptionId, isLive, use: clear.use, fields },
    });
    const change = await index.change(tenant, read.states, [holderOf(true)], [holderOf(false)]);
    return (
      change && [
        states.check(tenant, copy, read),
        personKeys.aliveCheck(tenant, personId),
        ...change.put.map((entry) => entries.putWrite(tenant, entry)),
        ...(await free(tenant, change.gone)),
      ]
    );
  };
};
