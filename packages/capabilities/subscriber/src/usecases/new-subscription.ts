import type { Caller } from '@temkin/kernel';
import { openFields } from '../domain/index.ts';
import { copyOf } from '../store/index-states.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { indexHolder } from './index-holder.ts';
import {
  begunSubscription,
  idFrom,
  requireUniqueReady,
  type NewNumber,
  type RegisteredPerson,
} from './new-person.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** Writes of the transaction that come before the entries. */
const BEFORE_ENTRIES = 5;

/**
 * Gives a person that is registered another number. It is a change of the person too, so that whoever amends the person meanwhile
 * meets it. The same seed answers the same subscription again. Refuses `SUBSCRIBER.UNKNOWN`, `SUBSCRIBER.NUMBER_TAKEN` and
 * `SUBSCRIBER.INDEX_NOT_READY`.
 */
export const newSubscription = (registry: Registry) => {
  const { recorder, people, personKeys, entries, states, clock } = registry;
  const index = indexHolder(registry);

  return async (
    caller: Caller,
    { personId, number }: { readonly personId: string; readonly number: NewNumber },
    seed: Uint8Array,
  ): Promise<RegisteredPerson> => {
    const { tenant } = caller.principal;
    const subscriptionId = idFrom(seed, 'subscription');
    const copy = copyOf(personId);

    return untilSettled(async () => {
      const [again] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      if (again !== undefined) return { personId, subscriptionId, receipt: again.receipt };

      const person = await people.find(tenant, personId);
      const key = await personKeys.find(tenant, personId);
      if (person === undefined || key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      const read = await states.read(tenant, copy);
      requireUniqueReady(read.states);
      const recordedAt = clock.now();
      const holder = {
        personId,
        kind: person.clear.kind,
        fields: openFields(key, { tenant, personId, record: 'person' }, person.sealed, INDEXED_FIELDS.person),
      };
      const begun = begunSubscription(
        registry,
        key,
        { tenant, personId, subscriptionId },
        number,
        recordedAt,
      );
      const change = await index.change(
        tenant,
        read.states,
        [],
        [{ person: holder, subscription: begun.open }],
      );
      if (change === undefined) return undefined;

      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.register',
          outcome: 'allowed',
          change: 'subscription',
          resources: [personResource(personId, person.version + 1), subscriptionResource(subscriptionId)],
        },
        {
          writes: (receipt) => [
            states.check(tenant, copy, read),
            people.amendWrite(tenant, person, { sealed: {}, amendedAt: recordedAt, receipt }),
            personKeys.aliveCheck(tenant, personId),
            ...people.subscriptionWrites(tenant, { ...begun.sealed, receipt }),
            ...change.put.map((entry) => entries.putWrite(tenant, entry)),
          ],
        },
      );
      if (recorded.outcome === 'committed') return { personId, subscriptionId, receipt: recorded.receipt };
      if (recorded.outcome === 'refused' && recorded.failed.every((position) => position >= BEFORE_ENTRIES))
        throw refuse('SUBSCRIBER.NUMBER_TAKEN');
      return undefined;
    });
  };
};
