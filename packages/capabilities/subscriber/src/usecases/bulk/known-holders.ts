import {
  holderKeyOf,
  holderOfStored,
  indexHash,
  openFields,
  searched,
  termsOf,
  type HolderRecord,
} from '../../domain/index.ts';
import { storedHolder } from '../../domain/index.ts';
import type { IndexStates } from '../../store/index-states.ts';
import type { SealedPerson, Read } from '../../store/record-item.ts';
import { inFlight } from '../in-flight.ts';
import type { Registry } from '../registry.ts';

/** A holder that the registry has. */
export interface KnownHolder {
  readonly person: Read<SealedPerson>;
  readonly key: Uint8Array;
}

/** People on one identity number that are looked at: more than that, and nobody is meant. */
const CANDIDATES = 20;

/** Requests to the index at a time. */
const WIDTH = 16;

const PAGE = 100;

const COMPARED = ['name', 'birthDate', 'identity'] as const;

/**
 * Finds whom the registry has of some holders, by what `holderKeyOf` says of them: those of whom this import made the id itself (`ownKeys`,
 * by that id), and those to whom the index of identity numbers leads, where it is made.
 */
export const knownHolders = ({ people, personKeys, entries, indexKeys }: Registry) => {
  /** The ids that entries of the identity numbers of these lead to. */
  const candidatesOf = async (
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
    return found.flat().map(({ personId }) => personId);
  };

  return async (
    tenant: string,
    states: IndexStates,
    holders: readonly HolderRecord[],
    ownKeys: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, KnownHolder>> => {
    const ids = [...new Set([...ownKeys.keys(), ...(await candidatesOf(tenant, states, holders))])];
    const known = new Map<string, KnownHolder>();
    for (let at = 0; at < ids.length; at += PAGE) {
      const some = ids.slice(at, at + PAGE);
      const found = await people.findMany(tenant, some);
      const there = found.filter((person) => person !== undefined);
      const keys = await personKeys.findMany(
        tenant,
        there.map(({ personId }) => personId),
      );
      for (const [i, person] of there.entries()) {
        const key = keys[i];
        if (key === undefined) continue;
        const { personId, clear, sealed } = person;
        const texts = openFields(key, { tenant, personId, record: 'person' }, sealed, COMPARED);
        // Who was registered by this import is found by its rows, whatever was corrected since.
        for (const holderKey of [ownKeys.get(personId), holderKeyOf(holderOfStored({ clear, texts }))])
          // Of two who are the same the first stays, so that an import comes to the same person each time.
          if (holderKey !== undefined && !known.has(holderKey)) known.set(holderKey, { person, key });
      }
    }
    return known;
  };
};
