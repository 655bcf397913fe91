import { equalBytes, keyedHash } from '@temkin/crypto';

/**
 * The 16-byte keyed BLAKE2b digest of a whole token (bytes, not text), stored when the label is issued. The groups are
 * symmetric, so it alone tells a genuine label from one that somebody made who may open it.
 */
export const labelDigest = (digestKey: Uint8Array, tokenBytes: Uint8Array): Uint8Array =>
  keyedHash(digestKey, 16, tokenBytes);

/** Whether a token is, bit for bit, the one whose digest was stored. Compares in constant time. */
export const isGenuine = (digestKey: Uint8Array, tokenBytes: Uint8Array, storedDigest: Uint8Array): boolean =>
  equalBytes(labelDigest(digestKey, tokenBytes), storedDigest);
