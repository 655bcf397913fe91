import type { Caller, Receipt } from '@temkin/kernel';
import { isPurposeOpen, type ReadPurpose } from '../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import type { PersonReading } from './read-person.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** What of whom is read, as an event says it, once it was decided that it may be. */
export interface ReadToRecord extends Pick<PersonReading, 'personId' | 'subscriptionId' | 'basis'> {
  readonly purpose: ReadPurpose;
  /** Fields; `name:masked` where one is. */
  readonly groups: readonly string[];
  /** What is read besides the record. */
  readonly besides?: readonly { readonly type: string; readonly pseudonym: string }[];
}

/** A record that may be opened, with the key that opens it. */
export interface ReadableRecord {
  readonly person: Read<SealedPerson>;
  readonly subscription?: Read<SealedSubscription>;
  readonly key: Uint8Array;
  readonly receipt: Receipt;
}

/**
 * Puts a read on record, and only then unwraps the key of whom it is about. What it relies on is checked in the transaction of the event,
 * which is made again where any of it changed meanwhile. Refuses `SUBSCRIBER.UNKNOWN`, also of who is erased, and
 * `SUBSCRIBER.PURPOSE_CLOSED` where a mark on the record closes the purpose.
 */
export const readOnRecord = ({
  recorder,
  people,
  personKeys,
}: Pick<Registry, 'recorder' | 'people' | 'personKeys'>) => {
  return (
    caller: Caller,
    { personId, subscriptionId, purpose, basis, groups, besides = [] }: ReadToRecord,
  ): Promise<ReadableRecord> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const person = await people.find(tenant, personId);
      const [subscription] =
        subscriptionId === undefined
          ? []
          : await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      if (person === undefined || (subscriptionId !== undefined && subscription === undefined))
        throw refuse('SUBSCRIBER.UNKNOWN');
      if (!isPurposeOpen(purpose, person.marks ?? []))
        throw refuse('SUBSCRIBER.PURPOSE_CLOSED', { about: { purpose } });
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.read',
          outcome: 'allowed',
          purpose,
          groups,
          resources: [
            personResource(personId),
            ...(subscriptionId === undefined ? [] : [subscriptionResource(subscriptionId)]),
            ...besides,
            ...(basis === undefined
              ? []
              : [
                  {
                    type: basis.kind === 'transaction' ? 'registry-transaction' : 'registry-case',
                    pseudonym: basis.reference,
                  },
                ]),
          ],
        },
        {
          reliedOn: [
            person.reliedOn,
            ...(subscription === undefined ? [] : [subscription.reliedOn]),
            ...(basis?.reliedOn === undefined ? [] : [basis.reliedOn]),
          ],
          writes: () => [personKeys.aliveCheck(tenant, personId)],
        },
      );
      if (recorded.outcome === 'refused') throw refuse('SUBSCRIBER.UNKNOWN');
      if (recorded.outcome === 'changed') return undefined;
      const key = await personKeys.find(tenant, personId);
      if (key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      return { person, key, receipt: recorded.receipt, ...(subscription !== undefined && { subscription }) };
    });
  };
};
