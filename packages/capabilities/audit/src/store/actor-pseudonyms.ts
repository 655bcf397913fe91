import type { ActorPseudonyms } from '@temkin/audit-event';
import type { KeyWrap } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { actorKey, pseudonymIn, pseudonymUnder, wrapActorKey, type ActorYear } from './actor-keys.ts';

const CACHE_ENTRIES = 10_000;

/**
 * Pseudonyms of actors: a keyed hash under a random key per actor and year (UTC). Whoever lacks the key cannot tell whom
 * a pseudonym means, nor follow a person from one year to the next; deleting the key makes that final.
 */
export const actorPseudonyms = (dependencies: {
  readonly table: Table;
  readonly keyWrap: KeyWrap;
  readonly random: RandomBytes;
}): ActorPseudonyms => {
  const { table, keyWrap, random } = dependencies;
  const cache = new Map<string, Promise<string>>();

  const stored = async (of: ActorYear): Promise<string | undefined> => {
    const item = await table.get(actorKey(of));
    return item && pseudonymIn(keyWrap, of, item);
  };

  const made = async (of: ActorYear): Promise<string | undefined> => {
    const key = random(32);
    const item = await wrapActorKey(keyWrap, of, key);
    const verdict = await table.write({ kind: 'put', key: actorKey(of), item, condition: 'absent' });
    return verdict.outcome === 'committed' ? pseudonymUnder(key, of) : undefined;
  };

  const pseudonym = async (of: ActorYear): Promise<string> => {
    const found = (await stored(of)) ?? (await made(of)) ?? (await stored(of));
    if (found === undefined) throw new Error('an actor key cannot be opened');
    return found;
  };

  return {
    of: (tenant, actor, atMilliseconds) => {
      const year = String(new Date(atMilliseconds).getUTCFullYear());
      const name = JSON.stringify([tenant, actor, year]);
      const known = cache.get(name);
      if (known !== undefined) return known;
      const found = pseudonym({ tenant, actor, year });
      cache.set(name, found);
      const oldest = cache.keys().next();
      if (cache.size > CACHE_ENTRIES && oldest.done !== true) cache.delete(oldest.value);
      found.catch(() => cache.delete(name));
      return found;
    },
  };
};
