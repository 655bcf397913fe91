import { utf8 } from '@temkin/kernel';
import type { NewPerson } from '@temkin/subscriber';
import type { HolderRecord } from '@temkin/subscriber/domain';
import { generatedRegistry, type GeneratedPerson } from '../../../support/generated-registry.ts';
import { sha256 } from '../../../support/sha256.ts';

const SEED = 20_261_122;

/** Somebody as they are registered, and the seed of their ids. */
export interface Registration {
  readonly person: NewPerson;
  readonly seed: Uint8Array;
}

const KINDS = { citizen: 'personal', child: 'personal', organisation: 'legal-entity' } as const;

const holderOf = (person: GeneratedPerson): HolderRecord => {
  const { kind, name, birthDate, sex, identityNumber, nationality, document, address } = person;
  const { documentIssuedOn: issuedOn, documentExpiresOn: expiresOn } = person;
  return {
    kind,
    name,
    identity:
      kind === 'foreigner'
        ? { kind: 'passport', number: identityNumber, issuer: nationality }
        : { kind: KINDS[kind], number: identityNumber },
    address: { printed: address.street, communeCode: address.communeCode },
    document: {
      kind: document,
      issuedOn,
      ...(expiresOn !== undefined && { expiresOn }),
      ...(sex !== undefined && { sex }),
    },
    ...(birthDate !== undefined && { birthDate }),
  };
};

/**
 * Made-up people with the first of their numbers, the same in every run, so many from an ordinal on: citizens, children, foreigners
 * and organisations. No two have a number in common.
 */
export function* registeredPeople(from: number, count: number): Generator<Registration, void> {
  for (const generated of generatedRegistry(count, SEED + from, from)) {
    const [first] = generated.subscriptions;
    if (first === undefined) continue;
    const { msisdn, use, payment, channel, registeredAt, activatedAt: serviceStart } = first;
    const subscription = { msisdn, use, payment, channel, registeredAt, serviceStart, ordinal: 1 };
    yield {
      person: {
        holder: holderOf(generated),
        number: { subscription, standing: { state: 'active', holds: [] } },
      },
      seed: sha256(utf8(generated.personId)),
    };
  }
}
