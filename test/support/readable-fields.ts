import type { Attribute } from '@temkin/storage';
import { classified } from './item-kinds.ts';
import type { StoredItem } from './stored-items.ts';

const isBytes = (value: Attribute): boolean =>
  value instanceof Uint8Array ||
  (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isBytes));

const KEY_ID = /^[\w-]{1,40}$/;

const HEX_HASH = /^[0-9a-f]{32}$/;

const isHexHash = (value: unknown): boolean => typeof value === 'string' && HEX_HASH.test(value);

/** Entries of a key's id and one or two hashes under that key, of these names, and of nothing else. */
const isHashesBy =
  (keyId: string, ...hashes: readonly string[]) =>
  (value: unknown): boolean =>
    Array.isArray(value) &&
    value.every(
      ({ [keyId]: id, ...kept }: Record<string, unknown>) =>
        KEY_ID.test(String(id)) &&
        Object.entries(kept).every(([name, hash]) => hashes.includes(name) && isHexHash(hash)),
    );

/** Who let somebody in, as the log calls them, and when. */
const isAdmissions = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    ({ by, at, ...others }: Record<string, unknown>) =>
      /^[\w-]{22}$/.test(String(by)) && typeof at === 'number' && Object.keys(others).length === 0,
  );

/** Fields of hashes in a form of their own. */
const HASHED: Readonly<Record<string, (value: unknown) => boolean>> = {
  phones: isHashesBy('indexKeyId', 'phoneHash'),
  admissions: isAdmissions,
  recipient: isHashesBy('keyId', 'recipientHash'),
  names: isHashesBy('keyId', 'numberHash', 'lastFourHash'),
  recipientHash: isHexHash,
  lastFourHash: isHexHash,
  numberHash: isHexHash,
  accountHash: isHexHash,
};

const HASH = /^[A-Za-z0-9_-]{22}$|^[A-Za-z0-9+/]{43}=$/;

/** Fields that the schema calls sealed or keyed and that are neither bytes nor a hash as text: none, where all is well. */
export const readableFields = (items: readonly StoredItem[]): readonly string[] =>
  items.flatMap((stored) =>
    classified(stored)
      .filter(({ name, class: is }) => {
        const value = stored.item[name] ?? '';
        const isHashed =
          is === 'keyed' && (HASHED[name]?.(value) ?? (typeof value === 'string' && HASH.test(value)));
        return is !== 'clear' && !isHashed && !isBytes(value);
      })
      .map(({ name }) => `${stored.table} ${stored.partition} ${name}`),
  );
