import { cryptoReady, deriveKey, keyedHash, open, seal, type KeyContext, type RootKey } from '@temkin/crypto';
import { concatBytes, fromHex, toHex, type RandomBytes } from '@temkin/kernel';
import { openSecretFile } from './secret-file.ts';

/** The root keys of a key file, and what they can be recognized by. */
export interface RootKeyFile {
  /** Independent of each other: neither opens what the other wrapped. */
  readonly rootKey: (name: 'main' | 'escrow' | 'registry' | 'registry-index') => RootKey;
  /** 32 hexadecimal digits that tell this key from another and nothing about it. */
  readonly fingerprint: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const FINGERPRINT_BYTES = 16;

const PREFIX = 'temkin-root-key-1:';

/** Subkeys of the file's key (libsodium `crypto_kdf`). An id is never given another use. */
const KDF_CONTEXT = 'TmkRoot1';
const SUBKEYS = { main: 1, escrow: 2, fingerprint: 3, registry: 4, 'registry-index': 5 } as const;

/** The context as canonical JSON (RFC 8785): strings alone, members in order. */
const associatedData = ({ keyId, purpose, tenant }: KeyContext): string =>
  JSON.stringify({ keyId, purpose, tenant });

/** Wraps by `seal`: nonce (24 bytes) ‖ ciphertext with tag (48 bytes). */
const rootKeyOf = (key: Uint8Array, random: RandomBytes): RootKey => ({
  generateDataKey: async (context) => {
    const dataKey = random(KEY_BYTES);
    const { nonce, ciphertext } = seal(key, dataKey, associatedData(context), random);
    return { key: dataKey, wrapped: concatBytes(nonce, ciphertext) };
  },
  unwrap: async (wrapped, context) => {
    const sealed = { nonce: wrapped.slice(0, NONCE_BYTES), ciphertext: wrapped.slice(NONCE_BYTES) };
    const dataKey = open(key, sealed, associatedData(context));
    if (dataKey === undefined)
      throw new Error('the wrapped key does not open: it is damaged, or root key or context are not its own');
    return dataKey;
  },
});

const parse = (path: string, text: string): Uint8Array => {
  const line = text.trimEnd();
  const key = line.startsWith(PREFIX) ? fromHex(line.slice(PREFIX.length)) : undefined;
  if (key?.length !== KEY_BYTES)
    throw new Error(
      `${path} is not a root key: it should hold one line, ${PREFIX} and ${2 * KEY_BYTES} hexadecimal digits. ` +
        'Restore it from your backup; nothing can be opened with another key',
    );
  return key;
};

/**
 * Opens the file that holds the root key of an installation without a key service: one line of text, `temkin-root-key-1:`
 * and 32 random bytes as hexadecimal digits. Made with mode 0600 where there is none. Refuses a file that others can
 * read, and one of any other form; no message quotes what it holds.
 */
export const openRootKeyFile = async (path: string, random: RandomBytes): Promise<RootKeyFile> => {
  await cryptoReady;
  const key = parse(path, await openSecretFile(path, () => `${PREFIX}${toHex(random(KEY_BYTES))}\n`));
  const subkey = (name: keyof typeof SUBKEYS): Uint8Array => deriveKey(key, KDF_CONTEXT, SUBKEYS[name]);
  return {
    rootKey: (name) => rootKeyOf(subkey(name), random),
    fingerprint: toHex(keyedHash(subkey('fingerprint'), FINGERPRINT_BYTES)),
  };
};
