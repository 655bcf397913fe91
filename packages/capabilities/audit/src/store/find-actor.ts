import type { KeyWrap } from '@temkin/crypto';
import type { Table } from '@temkin/storage';
import { actorKey, pseudonymIn, type ActorYear } from './actor-keys.ts';

/** Keys of one read, and reads at a time. */
const PAGE_ITEMS = 100;
const PAGES = 8;

/** Parts of a list, each of at most so many. */
const partsOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/**
 * Which of some actors a pseudonym means, by trying the keys of each in the years given, one year after the other; undefined
 * where it is none of theirs, or its key is deleted. Nothing is stored that leads from a pseudonym to its actor, so trying is
 * the only way: a hundred keys a read, a hash each. No key is made.
 */
export const findActor = ({
  table,
  keyWrap,
}: {
  readonly table: Table;
  readonly keyWrap: Pick<KeyWrap, 'unwrap'>;
}) => {
  const tryAll = async (pseudonym: string, tried: readonly ActorYear[]): Promise<string | undefined> => {
    const items = await table.getMany(tried.map(actorKey));
    const pseudonyms = await Promise.all(
      tried.map(async (of, at) => {
        const item = items[at];
        return item && pseudonymIn(keyWrap, of, item);
      }),
    );
    return tried[pseudonyms.indexOf(pseudonym)]?.actor;
  };

  return async (
    tenant: string,
    pseudonym: string,
    among: { readonly actors: readonly string[]; readonly years: readonly string[] },
  ): Promise<string | undefined> => {
    for (const year of among.years)
      for (const pages of partsOf(partsOf(among.actors, PAGE_ITEMS), PAGES)) {
        const found = await Promise.all(
          pages.map((actors) =>
            tryAll(
              pseudonym,
              actors.map((actor) => ({ tenant, actor, year })),
            ),
          ),
        );
        const actor = found.find((one) => one !== undefined);
        if (actor !== undefined) return actor;
      }
    return undefined;
  };
};

export type FindActor = ReturnType<typeof findActor>;
