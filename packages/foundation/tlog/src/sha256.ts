/**
 * SHA-256 (FIPS 180-4), handed in: `node:crypto` on servers, which answers at once, and WebCrypto in browsers, which
 * answers with a promise.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array | PromiseLike<Uint8Array>;

/** Bytes of a hash. */
export const HASH_BYTES = 32;
