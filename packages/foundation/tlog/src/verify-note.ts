import { equalBytes, verifySignature } from '@temkin/crypto';
import { toBase64Url, utf8 } from '@temkin/kernel';
import { cosignedMessage, fromCosignature } from './cosignature.ts';
import type { NoteSignature, SignedNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

const SIGNATURE_BYTES = 64;

/** A key whose signature held. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** Of a cosignature: when the witness says it saw the checkpoint, in seconds since the epoch. */
  readonly timeSeconds?: number;
}

/** `forged`: a signature in the name of a known key is not its own. `unsigned`: none is of a known key. */
export type NoteVerdict =
  | { readonly outcome: 'verified'; readonly signatures: readonly VerifiedSignature[] }
  | { readonly outcome: 'unsigned' }
  | { readonly outcome: 'forged' };

const isSignedBy = async (key: VerifierKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> =>
  signature.length === SIGNATURE_BYTES &&
  verifySignature({ kty: 'OKP', crv: 'Ed25519', x: toBase64Url(key.publicKey) }, message, signature);

const verify = async (
  key: VerifierKey,
  text: string,
  { signature }: NoteSignature,
): Promise<VerifiedSignature | undefined> => {
  if (key.type === 'ed25519') return (await isSignedBy(key, utf8(text), signature)) ? { key } : undefined;
  const cosignature = fromCosignature(signature);
  if (cosignature === undefined) return undefined;
  const { timeSeconds } = cosignature;
  const held = await isSignedBy(key, cosignedMessage(timeSeconds, text), cosignature.signature);
  return held ? { key, timeSeconds } : undefined;
};

/**
 * Verifies a note with the keys that are known, and ignores signatures of others. One signature in a known key's name that
 * does not hold refuses the whole note (c2sp.org/signed-note, Signatures).
 */
export const verifyNote = async (note: SignedNote, keys: readonly VerifierKey[]): Promise<NoteVerdict> => {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && equalBytes(keyId, signature.keyId));
    if (key === undefined || verified.some((known) => known.key === key)) continue;
    const found = await verify(key, note.text, signature);
    if (found === undefined) return { outcome: 'forged' };
    verified.push(found);
  }
  return verified.length === 0 ? { outcome: 'unsigned' } : { outcome: 'verified', signatures: verified };
};
