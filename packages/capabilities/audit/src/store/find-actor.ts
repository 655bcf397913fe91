import type { KeyWrap } from '@temkin/crypto';
import type { Table } from '@temkin/storage';
import { actorKey, pseudonymIn } from './actor-keys.ts';

/** Keys that are read at a time. */
const PAGE_ITEMS = 100;

/**
 * Which of some actors a pseudonym means, by trying the keys of each in the years given, one year after the other; undefined
 * where it is none of theirs, or its key is deleted. Nothing is stored that leads from a pseudonym to its actor, so trying is
 * the only way: a hundred keys a read, a hash each. No key is made.
 */
export const findActor =
  ({ table, keyWrap }: { readonly table: Table; readonly keyWrap: Pick<KeyWrap, 'unwrap'> }) =>
  async (
    tenant: string,
    pseudonym: string,
    among: { readonly actors: readonly string[]; readonly years: readonly string[] },
  ): Promise<string | undefined> => {
    for (const year of among.years)
      for (let at = 0; at < among.actors.length; at += PAGE_ITEMS) {
        const tried = among.actors.slice(at, at + PAGE_ITEMS).map((actor) => ({ tenant, actor, year }));
        const items = await table.getMany(tried.map(actorKey));
        const pseudonyms = await Promise.all(
          tried.map(async (of, position) => {
            const item = items[position];
            return item && pseudonymIn(keyWrap, of, item);
          }),
        );
        const found = tried[pseudonyms.indexOf(pseudonym)];
        if (found !== undefined) return found.actor;
      }
    return undefined;
  };

export type FindActor = ReturnType<typeof findActor>;
