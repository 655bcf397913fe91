import { fromBase64 } from '@temkin/kernel';
import {
  parseCheckpoint,
  parseNote,
  parseProof,
  parseVerifierKey,
  verifyInclusion,
  verifyNote,
} from '@temkin/tlog';
import { sha256 } from './sha256.ts';

/**
 * Whether a proof (c2sp.org/tlog-proof) proves that a leaf (base64) stands where it says, in the log of a key: verified as
 * anybody can who has the key and the receipt.
 */
export const proofHolds = async (text: string, vkey: string, leaf: string): Promise<boolean> => {
  const [key, hash, parsed] = [
    await parseVerifierKey(sha256, vkey.trim()),
    fromBase64(leaf),
    parseProof(text),
  ];
  const note = parsed && parseNote(parsed.checkpoint);
  const checkpoint = note && parseCheckpoint(note.text);
  if (key === undefined || hash === undefined || parsed === undefined) return false;
  if (note === undefined || checkpoint === undefined || checkpoint.origin !== key.name) return false;
  const { outcome } = await verifyNote(note, [key]);
  const { index, proof } = parsed;
  const { size, root } = checkpoint;
  return outcome === 'verified' && verifyInclusion(sha256, { leaf: hash, index, size, root, proof });
};
