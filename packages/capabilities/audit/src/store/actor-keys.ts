import { keyedHash, type KeyWrap } from '@temkin/crypto';
import { toBase64Url } from '@temkin/kernel';
import { bytesOf, keyOf, textOf, type Item } from '@temkin/storage';

/** 128 bits: no two actors of a tenant share a pseudonym by chance. */
const PSEUDONYM_BYTES = 16;

/** Who acts, and in which year (UTC). */
export interface ActorYear {
  readonly tenant: string;
  readonly actor: string;
  readonly year: string;
}

/** Where the key of an actor and year is. */
export const actorKey = ({ tenant, actor, year }: ActorYear) =>
  keyOf('pseudonyms', 'actorKey', { tenant, actor, year });

/** A new key as its item. */
export const wrapActorKey = async (
  keyWrap: KeyWrap,
  { tenant, actor, year }: ActorYear,
  key: Uint8Array,
): Promise<Item> => ({ ...(await keyWrap.wrap(tenant, key, `${actor}/${year}`)) });

/** The pseudonym that an item's key makes; undefined where the tenant key is gone that wraps it. */
export const pseudonymIn = async (
  keyWrap: Pick<KeyWrap, 'unwrap'>,
  of: ActorYear,
  item: Item,
): Promise<string | undefined> => {
  const wrapped = {
    keyId: textOf(item, 'keyId'),
    nonce: bytesOf(item, 'nonce'),
    wrapped: bytesOf(item, 'wrapped'),
  };
  const key = await keyWrap.unwrap(of.tenant, wrapped, `${of.actor}/${of.year}`);
  return key && pseudonymUnder(key, of);
};

/** What an actor is called under a key. */
export const pseudonymUnder = (key: Uint8Array, { tenant, actor }: ActorYear): string =>
  toBase64Url(keyedHash(key, PSEUDONYM_BYTES, 'actor', tenant, actor));
