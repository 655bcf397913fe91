import type { EventDraft } from '@temkin/audit-event';
import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import { isPurposeOpen } from '../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import type { PersonReading } from './read-person.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** What of whom is read, as an event says it, once it was decided that it may be. */
export interface ReadToRecord extends Pick<PersonReading, 'personId' | 'subscriptionId' | 'basis'> {
  /** A word of a closed list. */
  readonly purpose?: string;
  /** Fields; `name:masked` where one is. */
  readonly groups?: readonly string[];
  /** What is read besides the record. */
  readonly besides?: readonly { readonly type: string; readonly pseudonym: string }[];
  /** What it relies on besides. */
  readonly reliedOn?: readonly ReliedOn[];
  /** How it goes on record, where the record is opened for something else than to be shown. */
  readonly said?: Pick<EventDraft, 'action' | 'change' | 'fields'>;
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
    { personId, subscriptionId, purpose, basis, groups, besides = [], reliedOn = [], said }: ReadToRecord,
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
      if (purpose !== undefined && !isPurposeOpen(purpose, person.marks ?? []))
        throw refuse('SUBSCRIBER.PURPOSE_CLOSED', { about: { purpose } });
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.read',
          ...said,
          outcome: 'allowed',
          ...(purpose !== undefined && { purpose }),
          ...(groups !== undefined && { groups }),
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
            ...reliedOn,
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
