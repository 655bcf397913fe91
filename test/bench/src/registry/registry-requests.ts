import { systemRandom } from '@temkin/kernel';
import type { NewPerson } from '@temkin/subscriber';
import { definitionOf, type IndexName } from '@temkin/subscriber/domain';
import { REGISTRAR, type BenchRegistry } from './bench-registry.ts';
import { registeredPeople, type Registration } from './registered-people.ts';

/** A citizen of whom something is asked, who is in the store. */
export interface Subscriber {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly record: NewPerson;
}

/** People whom a search by a truncated index opens: what it costs is compared where it is as many. */
const OPENED = 6;

const FOR = { purpose: 'support', reference: 'case-1' } as const;

/** Registers somebody new. */
export const register = async (
  { registry }: Pick<BenchRegistry, 'registry'>,
  { person, seed }: Registration,
): Promise<Subscriber> => {
  const { personId, subscriptionId } = await registry.newPerson(REGISTRAR, person, seed);
  if (subscriptionId === undefined) throw new Error('somebody of the bench has no number');
  return { personId, subscriptionId, record: person };
};

/** Looks somebody up by an index, by all that is known of them. */
export const search = (
  { registry }: Pick<BenchRegistry, 'registry'>,
  index: IndexName,
  { record }: Subscriber,
) => {
  const { holder, number } = record;
  const msisdn = number?.subscription.msisdn;
  return registry.findByIndex(REGISTRAR, {
    ...FOR,
    index,
    question: { ...holder, ...(msisdn !== undefined && { msisdn }) },
  });
};

/** Reads somebody at the counter, with the number. */
export const read = (
  { registry }: Pick<BenchRegistry, 'registry'>,
  { personId, subscriptionId }: Subscriber,
) =>
  registry.readPerson(REGISTRAR, {
    personId,
    subscriptionId,
    fields: {
      name: 'full',
      birthDate: 'full',
      identity: 'full',
      address: 'full',
      msisdn: 'full',
      state: 'full',
    },
    purpose: 'registration',
    basis: { kind: 'transaction', reference: 'transaction-1' },
  });

/** Gives somebody another name, and with it other entries. */
export const rename = ({ registry }: Pick<BenchRegistry, 'registry'>, { personId }: Subscriber) =>
  registry.amendPerson(REGISTRAR, { personId, holder: { name: 'Trần Văn Bé' } });

/** Citizens of those who are registered, ready to be registered or asked for. */
export function* citizens(from: number, count: number): Generator<Registration, void> {
  for (const one of registeredPeople(from, count)) if (one.person.holder.kind === 'citizen') yield one;
}

/**
 * So many citizens of the first that were loaded, by an index: of a truncated one such that a search opens as many people as for any other
 * of them. Throws where there are not as many.
 */
export const askedFor = async (
  system: BenchRegistry,
  index: IndexName,
  loaded: number,
  wanted: number,
): Promise<readonly Subscriber[]> => {
  const found: Subscriber[] = [];
  for (const registration of citizens(0, loaded)) {
    // Who is there already is answered as they are.
    const subscriber = await register(system, registration);
    if (definitionOf(index).length === 'truncated') {
      const { opened } = await search(system, index, subscriber);
      if (opened !== OPENED) continue;
    }
    found.push(subscriber);
    if (found.length === wanted) return found;
  }
  throw new Error(`too few people can be asked for by ${index}`);
};

/** So many citizens whom nobody knows yet, on ordinals behind all that is loaded; nobody is measured twice. */
export const strangers = (from: number, wanted: number): readonly Registration[] => {
  const found: Registration[] = [];
  for (const one of citizens(from, 4 * wanted)) if (found.length < wanted) found.push(one);
  return found.map(({ person }) => ({ person, seed: systemRandom(32) }));
};
