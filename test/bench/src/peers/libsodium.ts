import type { GroupName } from '@temkin/parcel/domain';
import sodium from 'libsodium-wrappers';
import { base45Token } from './base45-token.ts';
import { fromCompactBinary, toCompactBinary } from './compact-binary.ts';
import type { Contestant } from './contestant.ts';

/** XChaCha20-Poly1305: bytes of nonce and tag. */
const NONCE = 24;
const TAG = 16;

/** libsodium's own generator is slow in Node; the platform's is what our own code uses too. */
const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** Compact binary in one box: nonce, XChaCha20-Poly1305 ciphertext and tag, nothing else. */
export const libsodiumOneBox = (groups: readonly GroupName[]): Contestant => {
  const key = randomBytes(32);
  return {
    name: 'libsodium, one box, compact binary',
    mode: 'alphanumeric',
    seal: (fields) => {
      const nonce = randomBytes(NONCE);
      const plaintext = toCompactBinary(fields, groups);
      const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, null, null, nonce, key);
      const bytes = new Uint8Array(NONCE + sealed.length);
      bytes.set(nonce);
      bytes.set(sealed, NONCE);
      return base45Token(bytes, (read) => {
        const [readNonce, ciphertext] = [read.subarray(0, NONCE), read.subarray(NONCE)];
        const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
          null,
          ciphertext,
          null,
          readNonce,
          key,
        );
        return fromCompactBinary(opened, groups);
      });
    },
  };
};

const ZERO_NONCE = new Uint8Array(12);

/** A group's key: keyed BLAKE2b of the token's random id and the group's place. */
const groupKey = (key: Uint8Array, id: Uint8Array, place: number): Uint8Array =>
  sodium.crypto_generichash(32, Uint8Array.of(...id, place), key);

/**
 * Compact binary in a box per group, as bare as can be: 16 random bytes, then for each group two bytes of length, the
 * ChaCha20-Poly1305 ciphertext and its tag, under a key derived from the random bytes.
 */
export const libsodiumBoxPerGroup = (groups: readonly GroupName[]): Contestant => {
  const key = randomBytes(32);
  return {
    name: `libsodium, ${groups.length} boxes, compact binary`,
    mode: 'alphanumeric',
    seal: (fields) => {
      const id = randomBytes(16);
      const parts = [id];
      for (const [place, group] of groups.entries()) {
        const plaintext = toCompactBinary(fields, [group]);
        const subkey = groupKey(key, id, place);
        parts.push(
          Uint8Array.of(plaintext.length >> 8, plaintext.length & 0xff),
          sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, null, null, ZERO_NONCE, subkey),
        );
      }
      const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
      let written = 0;
      for (const part of parts) {
        bytes.set(part, written);
        written += part.length;
      }
      return base45Token(bytes, (read) => {
        const readId = read.subarray(0, 16);
        const opened = {};
        let at = 16;
        for (const [place, group] of groups.entries()) {
          const end = at + 2 + (read[at] ?? 0) * 256 + (read[at + 1] ?? 0) + TAG;
          const ciphertext = read.subarray(at + 2, end);
          const subkey = groupKey(key, readId, place);
          const plaintext = sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
            null,
            ciphertext,
            null,
            ZERO_NONCE,
            subkey,
          );
          Object.assign(opened, fromCompactBinary(plaintext, [group]));
          at = end;
        }
        return opened;
      });
    },
  };
};
