import { OutcomeUnknown, type RandomBytes } from '@temkin/kernel';
import { deriveKey } from './derive-key.ts';
import { sodium } from './sodium.ts';

/** A 32-byte key that has sealed nothing yet. It can be used for one `sealOnce`, then it is only good for opening. */
export interface FreshKey {
  readonly kind: 'fresh-key';
}

/** One message of a `sealOnce`: each has a subkey of its own, so a subkey seals exactly one plaintext in its life. */
export interface Message {
  readonly subkeyId: number;
  readonly plaintext: Uint8Array;
}

/** What all messages of one token share. */
export interface Envelope {
  /** 8 ASCII characters naming the purpose (libsodium `crypto_kdf` context). */
  readonly context: string;
  readonly associatedData: Uint8Array;
}

/** Bytes that IETF ChaCha20-Poly1305 (RFC 8439) adds to a message. */
export const TAG_LENGTH = 16;

/** Fixed, and therefore not carried: every subkey seals one plaintext only. */
const NONCE = new Uint8Array(12);

const freshKeys = new WeakMap<FreshKey, Uint8Array>();

/** Draws a key for one `sealOnce`. */
export const freshKey = (random: RandomBytes): FreshKey => {
  const fresh: FreshKey = { kind: 'fresh-key' };
  freshKeys.set(fresh, random(32));
  return fresh;
};

const sealParts = (
  key: Uint8Array,
  envelope: Envelope,
  messages: readonly Message[],
): readonly Uint8Array[] => {
  if (new Set(messages.map((message) => message.subkeyId)).size !== messages.length) {
    throw new Error('a subkey seals exactly one message');
  }
  return messages.map(({ subkeyId, plaintext }) =>
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(
      plaintext,
      envelope.associatedData,
      null,
      NONCE,
      deriveKey(key, envelope.context, subkeyId),
    ),
  );
};

/**
 * Seals the messages of one token and uses the key up: a second call with the same key throws. Answers the key's bytes,
 * to be wrapped and stored, and a ciphertext with tag per message.
 */
export const sealOnce = (
  fresh: FreshKey,
  envelope: Envelope,
  messages: readonly Message[],
): { readonly key: Uint8Array; readonly sealed: readonly Uint8Array[] } => {
  const key = freshKeys.get(fresh);
  if (key === undefined) throw new Error('a fresh key can be used once');
  freshKeys.delete(fresh);
  return { key, sealed: sealParts(key, envelope, messages) };
};

/**
 * Repeats a seal for an idempotent replay: same key, same messages, therefore the same bytes. `isStored` compares them
 * with the digest that was stored at the first time; where it says no, the messages are not the ones that were sealed
 * (sealing them would use a subkey twice), and nothing of them leaves: OutcomeUnknown is thrown.
 */
export const resealExactly = (
  storedKey: Uint8Array,
  envelope: Envelope,
  messages: readonly Message[],
  isStored: (sealed: readonly Uint8Array[]) => boolean,
): readonly Uint8Array[] => {
  const sealed = sealParts(storedKey, envelope, messages);
  if (!isStored(sealed)) throw new OutcomeUnknown('the replay does not reproduce what was sealed');
  return sealed;
};

/** Opens one message. Undefined where anything does not fit. */
export const openOnce = (
  key: Uint8Array,
  envelope: Envelope,
  subkeyId: number,
  ciphertext: Uint8Array,
): Uint8Array | undefined => {
  try {
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
      null,
      ciphertext,
      envelope.associatedData,
      NONCE,
      deriveKey(key, envelope.context, subkeyId),
    );
  } catch {
    return undefined;
  }
};
