import type { Sealed } from '@temkin/crypto';
import { bytesOf, type Attribute, type Item } from '@temkin/storage';

/** A stored map of attributes; undefined where there is none. */
export const mapOf = (value: Attribute | undefined): Item | undefined =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as Item)
    : undefined;

/** Groups that are sealed one by one, as their item keeps them. */
export const toSealedGroups = (groups: Readonly<Record<string, Sealed>>): Item =>
  Object.fromEntries(
    Object.entries(groups).map(([group, { nonce, ciphertext }]) => [group, { nonce, ciphertext }]),
  );

/** Reads groups that are sealed one by one; undefined of one that is not there. */
export const sealedGroups =
  (groups: Item | undefined) =>
  (group: string): Sealed | undefined => {
    const sealed = mapOf(groups?.[group]);
    return sealed && { nonce: bytesOf(sealed, 'nonce'), ciphertext: bytesOf(sealed, 'ciphertext') };
  };
