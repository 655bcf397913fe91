import type { ActorPseudonyms } from '@temkin/audit-event';
import { keyedHash, type KeyWrap } from '@temkin/crypto';
import { toBase64Url, type RandomBytes } from '@temkin/kernel';
import { bytesOf, keyOf, textOf, type Table } from '@temkin/storage';

const CACHE_ENTRIES = 10_000;

/** 128 bits: no two actors of a tenant share a pseudonym by chance. */
const PSEUDONYM_BYTES = 16;

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

  const storedKey = async (tenant: string, actor: string, year: string): Promise<Uint8Array | undefined> => {
    const item = await table.get(keyOf('pseudonyms', 'actorKey', { tenant, actor, year }));
    if (item === undefined) return undefined;
    const wrapped = {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      wrapped: bytesOf(item, 'wrapped'),
    };
    return keyWrap.unwrap(tenant, wrapped, `${actor}/${year}`);
  };

  const makeKey = async (tenant: string, actor: string, year: string): Promise<Uint8Array | undefined> => {
    const key = random(32);
    const verdict = await table.write({
      kind: 'put',
      key: keyOf('pseudonyms', 'actorKey', { tenant, actor, year }),
      item: { ...(await keyWrap.wrap(tenant, key, `${actor}/${year}`)) },
      condition: 'absent',
    });
    return verdict.outcome === 'committed' ? key : undefined;
  };

  const pseudonym = async (tenant: string, actor: string, year: string): Promise<string> => {
    const key =
      (await storedKey(tenant, actor, year)) ??
      (await makeKey(tenant, actor, year)) ??
      (await storedKey(tenant, actor, year));
    if (key === undefined) throw new Error('an actor key cannot be opened');
    return toBase64Url(keyedHash(key, PSEUDONYM_BYTES, 'actor', tenant, actor));
  };

  return {
    of: (tenant, actor, atMilliseconds) => {
      const year = String(new Date(atMilliseconds).getUTCFullYear());
      const name = JSON.stringify([tenant, actor, year]);
      const known = cache.get(name);
      if (known !== undefined) return known;
      const made = pseudonym(tenant, actor, year);
      cache.set(name, made);
      const oldest = cache.keys().next();
      if (cache.size > CACHE_ENTRIES && oldest.done !== true) cache.delete(oldest.value);
      made.catch(() => cache.delete(name));
      return made;
    },
  };
};
