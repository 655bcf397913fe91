import { concatBytes } from '@temkin/kernel';
import { sodium } from './sodium.ts';

const lengthPrefix = (length: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
};

/** Length-prefixed parts (4 bytes, big-endian, each), so that no two lists of parts hash alike. */
const delimit = (parts: readonly (Uint8Array | string)[]): Uint8Array =>
  concatBytes(
    ...parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? sodium.from_string(part) : part;
      return [lengthPrefix(bytes.length), bytes];
    }),
  );

/**
 * Keyed BLAKE2b (RFC 7693) over length-prefixed parts: the one keyed hash of the system (digests, blind indexes,
 * pseudonyms, derived ids). `length` is 16 to 64 bytes, `key` 32.
 */
export const keyedHash = (
  key: Uint8Array,
  length: number,
  ...parts: readonly (Uint8Array | string)[]
): Uint8Array => sodium.crypto_generichash(length, delimit(parts), key);

/** Compares in constant time. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && sodium.memcmp(a, b);
