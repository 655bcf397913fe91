import {
  indexHash,
  INDEX_NAMES,
  isOfSubscriptions,
  kept,
  termsOf,
  written,
  definitionOf,
  type Generation,
  type IndexName,
  type IndexState,
  type OpenPerson,
  type OpenSubscription,
} from '../domain/index.ts';
import type { IndexEntry } from '../store/index-entries.ts';
import type { IndexStates } from '../store/index-states.ts';
import type { Registry } from './registry.ts';

/** A holder; or one of its subscriptions, which is found by fields of both. */
export interface Holder {
  readonly person: OpenPerson;
  readonly subscription?: OpenSubscription;
}

const sameEntry = (one: IndexEntry, other: IndexEntry): boolean =>
  JSON.stringify([one.name, one.isOnly]) === JSON.stringify([other.name, other.isOnly]) &&
  one.to.personId === other.to.personId &&
  one.to.subscriptionId === other.to.subscriptionId;

/** What of entries comes to be and what ceases to be where holders change. */
export interface EntryChange {
  readonly put: readonly IndexEntry[];
  readonly gone: readonly IndexEntry[];
}

/** By which entries holders are found. */
export const indexHolder = ({ indexKeys }: Pick<Registry, 'indexKeys'>) => {
  /** The entries of a holder in one generation of an index; undefined where the generation is gone. */
  const entriesIn = async (
    tenant: string,
    index: IndexName,
    { number, bits }: Generation,
    { person, subscription }: Holder,
  ): Promise<readonly IndexEntry[] | undefined> => {
    if (isOfSubscriptions(index) !== (subscription !== undefined)) return [];
    const terms = termsOf(index, person, subscription);
    if (terms.length === 0) return [];
    const key = await indexKeys.find(tenant, index, number);
    if (key === undefined) return undefined;
    // Two truncated hashes may be one.
    const hashes = new Set(terms.map((one) => indexHash(key, index, one, bits)));
    return [...hashes].map((hash) => ({
      name: { index, generation: number, hash },
      to: {
        personId: person.personId,
        ...(subscription !== undefined && { subscriptionId: subscription.subscriptionId }),
      },
      isOnly: definitionOf(index).isUnique === true && subscription?.isLive === true,
    }));
  };

  const entriesOf = async (
    tenant: string,
    states: IndexStates,
    generationsOf: (known: IndexState | undefined) => readonly Generation[],
    holders: readonly Holder[],
  ): Promise<readonly IndexEntry[] | undefined> => {
    const entered = await Promise.all(
      holders.flatMap((holder) =>
        INDEX_NAMES.flatMap((index) =>
          generationsOf(states[index]).map((generation) => entriesIn(tenant, index, generation, holder)),
        ),
      ),
    );
    return entered.every((one) => one !== undefined) ? entered.flat() : undefined;
  };

  return {
    entriesIn,

    /**
     * What is to be written where holders were so before and are so from now on; of who comes to be there is nothing before. Undefined
     * where a generation is gone since the states were read.
     */
    change: async (
      tenant: string,
      states: IndexStates,
      before: readonly Holder[],
      after: readonly Holder[],
    ): Promise<EntryChange | undefined> => {
      const [were, stay, are] = await Promise.all([
        entriesOf(tenant, states, kept, before),
        entriesOf(tenant, states, kept, after),
        entriesOf(tenant, states, written, after),
      ]);
      if (were === undefined || stay === undefined || are === undefined) return undefined;
      return {
        put: are.filter((entry) => !were.some((one) => sameEntry(one, entry))),
        gone: were.filter((entry) => !stay.some((one) => sameEntry(one, entry))),
      };
    },
  };
};
