import { inFlight } from '@temkin/kernel';
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
import type { HolderClaim } from '../../store/holder-claims.ts';
import type { EntryName } from '../../store/index-entries.ts';
import type { IndexStates } from '../../store/index-states.ts';
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

/** What is known of the identity numbers of some holders before anybody is opened. */
export interface KnownIdentities {
  /** To whom the index of them leads, each once. */
  readonly personIds: readonly string[];
  /** Where whoever takes such a holder in claims the number, by `holderKeyOf`. */
  readonly names: ReadonlyMap<string, EntryName>;
  /** Who has claimed it, by its hash. */
  readonly claims: ReadonlyMap<string, HolderClaim>;
}

const NOTHING: KnownIdentities = { personIds: [], names: new Map(), claims: new Map() };

/**
 * Looks the identity numbers of up to a hundred holders up in their index, where it is made. Claims are read first: whoever is registered in
 * between has changed them.
 */
export const knownIdentities = ({
  entries,
  indexKeys,
  claims,
}: Pick<Registry, 'entries' | 'indexKeys' | 'claims'>) => {
  return async (
    tenant: string,
    states: IndexStates,
    holders: readonly HolderRecord[],
  ): Promise<KnownIdentities> => {
    const generation = searched(states.identityNumber);
    const key = generation && (await indexKeys.find(tenant, 'identityNumber', generation.number));
    if (generation === undefined || key === undefined) return NOTHING;
    const names = new Map(
      holders.flatMap((holder) => {
        const { texts } = storedHolder(holder);
        const [terms] = termsOf('identityNumber', { kind: holder.kind, fields: texts });
        const holderKey = holderKeyOf(holder);
        if (terms === undefined || holderKey === undefined) return [];
        const hash = indexHash(key, 'identityNumber', terms, generation.bits);
        return [[holderKey, { index: 'identityNumber', generation: generation.number, hash }] as const];
      }),
    );
    const each = [...new Map([...names.values()].map((name) => [name.hash, name])).values()];
    const claimed = await claims.findMany(tenant, each);
    const found = await inFlight(
      WIDTH,
      each,
      async (name) => (await entries.candidates(tenant, name, CANDIDATES)).candidates,
    );
    return {
      personIds: [...new Set(found.flat().map(({ personId }) => personId))],
      names,
      claims: new Map(
        each.flatMap(({ hash }, at) => {
          const claim = claimed[at];
          return claim === undefined ? [] : [[hash, claim] as const];
        }),
      ),
    };
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
