import type { Caller } from '@temkin/kernel';
import {
  fieldsOf,
  indexHash,
  isMeant,
  openFields,
  searched,
  soughtBy,
  type FieldTexts,
  type PartyRecord,
} from '../domain/index.ts';
import { WORK_COPY } from './begin-index.ts';
import type { StoredBasis } from '../store/bases.ts';
import type { EntryName } from '../store/index-entries.ts';
import type { HolderClaim } from '../store/holder-claims.ts';
import { isLive, type Read, type SealedPerson } from '../store/record-item.ts';
import { candidateResource, indexResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource } from './require-basis.ts';

/** Somebody who is registered by an identity number. */
export interface KnownHolder {
  readonly person: Read<SealedPerson>;
  /** Name, birth date and identity number as they are on record. */
  readonly fields: FieldTexts;
}

/** What the registry knows of an identity number. */
export interface FoundHolder {
  /** By that number, the one who was registered first; absent where nobody is. */
  readonly known?: KnownHolder;
  /** Numbers that live under it. */
  readonly numbersHeld: number;
  /** Where a registration claims the number, and what lies there. */
  readonly claim: { readonly name: EntryName; readonly read: HolderClaim | undefined };
  /** The change of the index states that it was looked up and is claimed under. */
  readonly statesVersion: number;
}

const COMPARED = [...fieldsOf('identityNumber', 'person'), 'name', 'birthDate'] as const;

/** More people by one identity number than an honest registry has. */
const HOLDERS = 100;

const PURPOSE = 'registration';

/**
 * Finds the holder of an identity number, so that a further number goes to whom is there already. Its claim is read first: who is
 * registered in between has changed it. Where the number leads to anybody, an event names them before they are opened, as that of a
 * search does; of whom nobody knows there is none. Answers undefined for a party without a number that has a form. Refuses
 * `SUBSCRIBER.INDEX_NOT_READY` while nobody can tell, and `SUBSCRIBER.BASIS_REQUIRED` where what it is upon ended meanwhile.
 */
export const findHolder = (registry: Registry) => {
  const { recorder, people, personKeys, entries, states, indexKeys, claims } = registry;

  return async (
    caller: Caller,
    { identity }: Pick<PartyRecord, 'identity'>,
    basis?: StoredBasis,
  ): Promise<FoundHolder | undefined> => {
    const { tenant } = caller.principal;
    const sought = identity && soughtBy('identityNumber', { identity });
    const [terms] = sought?.terms ?? [];
    if (sought === undefined || terms === undefined) return undefined;
    const { states: known, version: statesVersion } = await states.read(tenant, WORK_COPY);
    const generation = searched(known.identityNumber);
    const key = generation && (await indexKeys.find(tenant, 'identityNumber', generation.number));
    if (generation === undefined || key === undefined)
      throw refuse('SUBSCRIBER.INDEX_NOT_READY', { retryAfterSeconds: 60 });
    const hash = indexHash(key, 'identityNumber', terms, generation.bits);
    const name = { index: 'identityNumber', generation: generation.number, hash } as const;

    const read = await claims.find(tenant, name);
    const { candidates } = await entries.candidates(tenant, name, HOLDERS);
    const personIds = candidates.map(({ personId }) => personId);
    if (personIds.length === 0) return { numbersHeld: 0, claim: { name, read }, statesVersion };
    const recorded = await recorder.commit(
      caller,
      {
        action: 'subscriber.search',
        outcome: 'allowed',
        purpose: PURPOSE,
        change: 'candidates',
        resources: [
          indexResource('identityNumber', generation.number),
          ...(basis === undefined ? [] : [basisResource(basis)]),
          ...candidates.map(candidateResource),
        ],
      },
      { reliedOn: basis === undefined ? [] : [basis.reliedOn] },
    );
    if (recorded.outcome !== 'committed')
      throw refuse('SUBSCRIBER.BASIS_REQUIRED', { about: { purpose: PURPOSE } });
    const [found, keys] = await Promise.all([
      people.findMany(tenant, personIds),
      personKeys.findMany(tenant, personIds),
    ]);
    const holders = found.flatMap((person, at): readonly KnownHolder[] => {
      const personKey = keys[at];
      if (person === undefined || personKey === undefined) return [];
      const place = { tenant, personId: person.personId, record: 'person' } as const;
      const fields = openFields(personKey, place, person.sealed, COMPARED);
      return isMeant(sought, { kind: person.clear.kind, fields }) ? [{ person, fields }] : [];
    });
    let numbersHeld = 0;
    for (const { person } of holders)
      for await (const subscription of people.subscriptionsOf(tenant, person.personId))
        numbersHeld += Number(isLive(subscription));
    const [first] = holders.toSorted((a, b) => a.person.recordedAt - b.person.recordedAt);
    return {
      ...(first !== undefined && { known: first }),
      numbersHeld,
      claim: { name, read },
      statesVersion,
    };
  };
};
