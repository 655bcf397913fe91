import { sodium } from './sodium.ts';

const LENGTH_BYTES = 4;

/** Length-prefixed parts (4 bytes, big-endian, each), so that no two lists of parts hash alike. */
const delimit = (parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const bytes = parts.map((part) => (typeof part === 'string' ? sodium.from_string(part) : part));
  const joined = new Uint8Array(bytes.reduce((length, part) => length + LENGTH_BYTES + part.length, 0));
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const part of bytes) {
    view.setUint32(at, part.length);
    joined.set(part, at + LENGTH_BYTES);
    at += LENGTH_BYTES + part.length;
  }
  return joined;
};

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
