import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import {
  decideRead,
  fieldOfStored,
  holderOfStored,
  openFields,
  showRecord,
  subscriptionOfStored,
  subscriptionRecord,
  type FieldName,
  type HolderKind,
  type ReadQuestion,
  type SealedFields,
  type ShownRecord,
} from '../domain/index.ts';
import { isLive } from '../store/record-item.ts';
import { readOnRecord } from './read-on-record.ts';
import { refuse } from './refuse.ts';
import type { Registry } from './registry.ts';

/** Which fields of whom are read, how, and what for. */
export interface PersonReading extends Pick<ReadQuestion, 'purpose' | 'fields'> {
  readonly personId: string;
  /** The number whose fields are read too. */
  readonly subscriptionId?: string;
  /** What the read refers to, as the store has it, and by which id. */
  readonly basis?: NonNullable<ReadQuestion['basis']> & {
    readonly reference: string;
    readonly reliedOn?: ReliedOn;
  };
}

/** What was asked for of a person, as far as it is there. */
export interface ShownPerson extends ShownRecord {
  readonly personId: string;
  readonly kind: HolderKind;
  readonly receipt: Receipt;
}

/**
 * Shows the fields that `decideRead` allows the caller, so masked as it says, of the holder and of whoever acts for it. They and no
 * other are opened, once the event of it is durable, which says of each whether it is shown `masked`. Refuses what `decideRead` does,
 * `SUBSCRIBER.UNKNOWN`, also of who is erased, and `SUBSCRIBER.PURPOSE_CLOSED` where a mark on the record closes the purpose.
 */
export const readPerson = (registry: Registry) => {
  const { people, clock } = registry;
  const onRecord = readOnRecord(registry);

  /** How many numbers a holder has now. */
  const numbersHeld = async (tenant: string, personId: string): Promise<number> => {
    let held = 0;
    for await (const subscription of people.subscriptionsOf(tenant, personId))
      held += Number(isLive(subscription));
    return held;
  };

  return async (caller: Caller, reading: PersonReading): Promise<ShownPerson> => {
    const { tenant } = caller.principal;
    const { personId, purpose } = reading;
    const verdict = decideRead({ ...reading, principal: caller.principal });
    if (!verdict.allowed)
      throw refuse(verdict.code, {
        about: { purpose },
        ...('fields' in verdict && {
          errors: verdict.fields.map((field) => ({
            pointer: `/fields/${field}`,
            detail: 'Is not shown so.',
          })),
        }),
      });
    const { shown } = verdict;
    const isAllowed = (name: string): boolean => fieldOfStored(name) in shown;
    const allowedOf = (sealed: SealedFields): readonly string[] => Object.keys(sealed).filter(isAllowed);
    const names = Object.keys(shown) as readonly FieldName[];

    const { person, subscription, key, receipt } = await onRecord(caller, {
      ...reading,
      groups: names.map((name) => (shown[name] === 'full' ? name : `${name}:masked`)),
    });
    const at = { tenant, personId, record: 'person' } as const;
    const texts = openFields(key, at, person.sealed, allowedOf(person.sealed));
    const number = subscription && {
      ...subscriptionOfStored({
        clear: { ...subscription.clear, state: subscription.standing.state },
        texts: openFields(
          key,
          { ...at, record: subscriptionRecord(subscription.subscriptionId) },
          subscription.sealed,
          allowedOf(subscription.sealed),
        ),
      }),
      ...(shown.numbersHeld !== undefined && { numbersHeld: await numbersHeld(tenant, personId) }),
    };
    const record = {
      holder: holderOfStored({ clear: person.clear, texts }),
      ...(number !== undefined && { subscription: number }),
    };
    return {
      personId,
      kind: person.clear.kind,
      ...showRecord(record, shown, clock.now()),
      receipt,
    };
  };
};
