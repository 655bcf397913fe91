import { Refusal, type Caller } from '@temkin/kernel';
import { shownView, SUBSCRIPTION_FIELDS, type FieldName, type HandedOverPerson } from '../../domain/index.ts';
import { readPerson, type PersonReading, type ShownPerson } from '../read-person.ts';
import type { Registry } from '../registry.ts';

/** Somebody of whom named fields are read in full, with numbers of theirs. */
export interface WholeReading extends Pick<PersonReading, 'personId' | 'purpose' | 'basis'> {
  readonly fields: readonly FieldName[];
  readonly subscriptionIds: readonly string[];
}

/** All numbers that somebody has or had. */
export const numbersOf = async (
  { people }: Pick<Registry, 'people'>,
  tenant: string,
  personId: string,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { subscriptionId } of people.subscriptionsOf(tenant, personId)) found.push(subscriptionId);
  return found;
};

/**
 * Reads a person and, where fields of numbers are asked for, each of their numbers, one read on record after the other, as `shownView` writes it. Undefined of who
 * is not there any more. Refuses what `decideRead` does.
 */
export const readWholePerson = (registry: Registry) => {
  const read = readPerson(registry);

  return async (
    caller: Caller,
    { fields, subscriptionIds, ...reading }: WholeReading,
  ): Promise<Omit<HandedOverPerson, 'asked'> | undefined> => {
    const { personId } = reading;
    const readOne = async (subscriptionId?: string): Promise<ShownPerson | undefined> => {
      try {
        return await read(caller, {
          ...reading,
          ...(subscriptionId !== undefined && { subscriptionId }),
          fields: Object.fromEntries(fields.map((field) => [field, 'full'])),
        });
      } catch (error) {
        // Erased since it was found.
        if (error instanceof Refusal && error.code === 'SUBSCRIBER.UNKNOWN') return undefined;
        throw error;
      }
    };
    const ofNumbers = fields.some((field) => SUBSCRIPTION_FIELDS.some((one) => one === field));
    const ids = ofNumbers ? subscriptionIds : [];
    const shown: { readonly subscriptionId: string | undefined; readonly one: ShownPerson }[] = [];
    for (const subscriptionId of ids.length === 0 ? [undefined] : ids) {
      const one = await readOne(subscriptionId);
      if (one !== undefined) shown.push({ subscriptionId, one });
    }
    const first = shown[0]?.one;
    if (first === undefined) return undefined;
    return {
      personId,
      kind: first.kind,
      holder: shownView(first.holder),
      ...(first.guardian !== undefined && { guardian: shownView(first.guardian) }),
      ...(first.representative !== undefined && { representative: shownView(first.representative) }),
      numbers: shown.flatMap(({ subscriptionId, one: { subscription, user } }) => {
        if (subscription === undefined || subscriptionId === undefined) return [];
        return [
          {
            subscriptionId,
            fields: shownView(subscription),
            ...(user !== undefined && { user: shownView(user) }),
          },
        ];
      }),
    };
  };
};
