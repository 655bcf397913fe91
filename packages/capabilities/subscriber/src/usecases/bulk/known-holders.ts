import {
  holderKeyOf,
  holderOfStored,
  indexHash,
  openFields,
  searched,
  storedHolder,
  termsOf,
  type HolderRecord,
} from '../../domain/index.ts';
import type { IndexStates } from '../../store/index-states.ts';
import { inFlight } from '../in-flight.ts';
import { INDEXED_FIELDS } from '../indexed-fields.ts';
import type { Registry } from '../registry.ts';
import type { KnownHolder } from './compared-people.ts';

/** People on one identity number that are looked at: more than that, and nobody is meant. */
const CANDIDATES = 20;

/** Requests to the index at a time. */
const WIDTH = 16;

const COMPARED = ['name', 'birthDate', 'identity'] as const;

/** What is opened of a holder to tell whether a row's is the same, and to have further numbers found by it. */
export const FIELDS_OF_HOLDERS: readonly string[] = [...new Set([...COMPARED, ...INDEXED_FIELDS.person])];

/** The ids to which the index of identity numbers, where it is made, leads from those of holders; each once. Nobody is opened. */
export const holderCandidates = ({ entries, indexKeys }: Pick<Registry, 'entries' | 'indexKeys'>) => {
  return async (
    tenant: string,
    states: IndexStates,
    holders: readonly HolderRecord[],
  ): Promise<readonly string[]> => {
    const generation = searched(states.identityNumber);
    const key = generation && (await indexKeys.find(tenant, 'identityNumber', generation.number));
    if (generation === undefined || key === undefined) return [];
    const hashes = new Set(
      holders.flatMap((holder) => {
        const { texts } = storedHolder(holder);
        return termsOf('identityNumber', { kind: holder.kind, fields: texts }).map((terms) =>
          indexHash(key, 'identityNumber', terms, generation.bits),
        );
      }),
    );
    const found = await inFlight(WIDTH, [...hashes], async (hash) => {
      const name = { index: 'identityNumber', generation: generation.number, hash } as const;
      return (await entries.candidates(tenant, name, CANDIDATES)).candidates;
    });
    return [...new Set(found.flat().map(({ personId }) => personId))];
  };
};

/**
 * Whom the registry has, by what `holderKeyOf` says of them, and of whom an import made the id itself by what it then said (`ownKeys`, by
 * that id): who was registered by it is found by its rows, whatever was corrected since. Of two who are the same the first stays, so that an
 * import comes to the same person each time.
 */
export const knownHolders = (
  tenant: string,
  people: readonly KnownHolder[],
  ownKeys: ReadonlyMap<string, string>,
): ReadonlyMap<string, KnownHolder> => {
  const known = new Map<string, KnownHolder>();
  for (const { person, key } of people) {
    const { personId, clear, sealed } = person;
    const texts = openFields(key, { tenant, personId, record: 'person' }, sealed, COMPARED);
    for (const holderKey of [ownKeys.get(personId), holderKeyOf(holderOfStored({ clear, texts }))])
      if (holderKey !== undefined && !known.has(holderKey)) known.set(holderKey, { person, key });
  }
  return known;
};
