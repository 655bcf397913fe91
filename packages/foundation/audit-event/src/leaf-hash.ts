import { concatBytes } from '@temkin/kernel';

/** SHA-256 (FIPS 180-4), handed in: node:crypto on servers, WebCrypto's cousin in browsers. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const LEAF_PREFIX = Uint8Array.of(0x00);

/** The Merkle leaf hash of an entry: SHA-256(0x00 ‖ entry) (RFC 6962 §2.1). */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array =>
  sha256(concatBytes(LEAF_PREFIX, entry));
