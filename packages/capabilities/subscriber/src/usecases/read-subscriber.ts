import type { Caller } from '@temkin/kernel';
import type { ReadPurpose } from '../domain/index.ts';
import { readPerson, type PersonReading, type ShownPerson } from './read-person.ts';
import type { Registry } from './registry.ts';
import { requireBasis } from './require-basis.ts';

/** Which fields of whom are read, what for, and upon which transaction or case. */
export interface SubscriberReading extends Pick<PersonReading, 'personId' | 'subscriptionId' | 'fields'> {
  readonly purpose: ReadPurpose;
  readonly basisId: string;
}

/**
 * Reads a person upon a transaction or case that is about them: whom somebody found or registered upon it, or whom it names. Refuses
 * `SUBSCRIBER.BASIS_REQUIRED` for all others, whether there are such or not, and what `readPerson` refuses.
 */
export const readSubscriber = (registry: Registry) => {
  const basisOf = requireBasis(registry);
  const read = readPerson(registry);
  return async (caller: Caller, { basisId, ...reading }: SubscriberReading): Promise<ShownPerson> => {
    const { purpose, personId } = reading;
    const { kind, reliedOn } = await basisOf(caller, { basisId, purpose, personId });
    return read(caller, { ...reading, basis: { kind, reference: basisId, reliedOn } });
  };
};
