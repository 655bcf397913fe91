import { concatBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from '@temkin/kernel';
import { equalBytes } from '@temkin/crypto';
import type { Sha256 } from './sha256.ts';
import { isKeyName } from './signed-note.ts';

/** What a key signs: a log its checkpoints, a witness with the time before them (c2sp.org/signed-note, Signature types). */
export type SignatureType = 'ed25519' | 'cosignature/v1';

const TYPE_BYTES = { ed25519: 0x01, 'cosignature/v1': 0x04 } as const satisfies Record<SignatureType, number>;

const PUBLIC_KEY_BYTES = 32;

/** A key that notes are verified with. */
export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
  /** Four bytes. */
  readonly keyId: Uint8Array;
}

const typed = (type: SignatureType, publicKey: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(TYPE_BYTES[type]), publicKey);

/** The key of a name: its id is SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]. `RangeError` for what cannot name a key. */
export const verifierKey = async (
  sha256: Sha256,
  { name, type, publicKey }: Omit<VerifierKey, 'keyId'>,
): Promise<VerifierKey> => {
  if (!isKeyName(name)) throw new RangeError('the name of a key has no space and no plus');
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new RangeError('an Ed25519 key has 32 bytes');
  const hash = await sha256(concatBytes(utf8(`${name}\n`), typed(type, publicKey)));
  return { name, type, publicKey, keyId: hash.slice(0, 4) };
};

/** A key as text, to be pinned: `name+hex id+base64(type ‖ public key)` (c2sp.org/signed-note, Verifier keys). */
export const formatVerifierKey = ({ name, type, publicKey, keyId }: VerifierKey): string =>
  `${name}+${toHex(keyId)}+${toBase64(typed(type, publicKey))}`;

/** The key of such a text; undefined where it is none, is of another type, or its id is not that of the key. */
export const parseVerifierKey = async (sha256: Sha256, text: string): Promise<VerifierKey | undefined> => {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const keyId = fromHex(id ?? '');
  const bytes = fromBase64(base64 ?? '');
  if (name === undefined || keyId === undefined || bytes?.length !== 1 + PUBLIC_KEY_BYTES || !isKeyName(name))
    return undefined;
  const type = (['ed25519', 'cosignature/v1'] as const).find((known) => TYPE_BYTES[known] === bytes[0]);
  if (type === undefined) return undefined;
  const key = await verifierKey(sha256, { name, type, publicKey: bytes.slice(1) });
  return equalBytes(key.keyId, keyId) ? key : undefined;
};
