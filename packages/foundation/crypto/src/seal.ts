import type { RandomBytes } from '@temkin/kernel';
import { sodium } from './sodium.ts';

/** A sealed value together with what must be stored beside it to open it. */
export interface Sealed {
  /** 24 random bytes. */
  readonly nonce: Uint8Array;
  /** Ciphertext with its 16-byte tag. */
  readonly ciphertext: Uint8Array;
}

/**
 * Seals under a long-lived key: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) with a random nonce that is stored with the
 * value. For key wraps, escrow copies, registry fields: everything but label tokens.
 */
export const seal = (
  key: Uint8Array,
  plaintext: Uint8Array,
  associatedData: string,
  random: RandomBytes,
): Sealed => {
  const nonce = random(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  return {
    nonce,
    ciphertext: sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
      plaintext,
      associatedData,
      null,
      nonce,
      key,
    ),
  };
};

/** Opens what `seal` made. Undefined where key, nonce, ciphertext or associated data do not belong together. */
export const open = (key: Uint8Array, sealed: Sealed, associatedData: string): Uint8Array | undefined => {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.ciphertext,
      associatedData,
      sealed.nonce,
      key,
    );
  } catch {
    return undefined;
  }
};
