import type { RandomBytes } from '@temkin/kernel';
import { sodium } from './sodium.ts';

/** An X25519 key pair (RFC 7748), 32 bytes each. */
export interface BoxKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** Makes a key pair to which something may be sealed. */
export const boxKeyPair = (random: RandomBytes): BoxKeyPair => {
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(random(sodium.crypto_box_SEEDBYTES));
  return { publicKey, privateKey };
};

/**
 * Seals to whoever has the private half of a key, and to nobody else, not even to whoever sealed: a sealed box of libsodium
 * (`crypto_box_seal`, X25519 with XSalsa20-Poly1305 under an ephemeral key). Check the key by `isAgreementKey` before: to a point of small
 * order it throws.
 */
export const sealTo = (publicKey: Uint8Array, bytes: Uint8Array, random: RandomBytes): Uint8Array => {
  const ephemeral = boxKeyPair(random);
  const both = new Uint8Array([...ephemeral.publicKey, ...publicKey]);
  const nonce = sodium.crypto_generichash(sodium.crypto_box_NONCEBYTES, both, null);
  const sealed = sodium.crypto_box_easy(bytes, nonce, publicKey, ephemeral.privateKey);
  return new Uint8Array([...ephemeral.publicKey, ...sealed]);
};

/** Opens what `sealTo` made; undefined where it was sealed to another key, or is damaged. */
export const openSealedTo = (
  { publicKey, privateKey }: BoxKeyPair,
  sealed: Uint8Array,
): Uint8Array | undefined => {
  try {
    return sodium.crypto_box_seal_open(sealed, publicKey, privateKey);
  } catch {
    return undefined;
  }
};

/** The key pair of a private half. */
export const boxKeyPairOf = (privateKey: Uint8Array): BoxKeyPair => ({
  publicKey: sodium.crypto_scalarmult_base(privateKey),
  privateKey,
});
