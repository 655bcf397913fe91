import { sodium } from './sodium.ts';

/**
 * A 32-byte subkey by libsodium's `crypto_kdf` (BLAKE2b). `context` is exactly 8 ASCII characters, `id` 0 to
 * 2,147,483,647.
 */
export const deriveKey = (key: Uint8Array, context: string, id: number): Uint8Array =>
  sodium.crypto_kdf_derive_from_key(32, id, context, key);
