import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { cosignedMessage, toCosignature } from './cosignature.ts';
import type { NoteSignature } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The signature line of a log over its checkpoint. The signer holds the private half of the key. */
export const signNote = async (
  text: string,
  { name, keyId }: VerifierKey,
  signer: Pick<Signer, 'sign'>,
): Promise<NoteSignature> => ({ name, keyId, signature: await signer.sign(utf8(text)) });

/** The signature line of a witness over a checkpoint that it saw at this time (seconds since the epoch). */
export const cosignNote = async (
  text: string,
  { name, keyId }: VerifierKey,
  signer: Pick<Signer, 'sign'>,
  timeSeconds: number,
): Promise<NoteSignature> => ({
  name,
  keyId,
  signature: toCosignature({ timeSeconds, signature: await signer.sign(cosignedMessage(timeSeconds, text)) }),
});
