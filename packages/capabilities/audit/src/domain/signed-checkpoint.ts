import {
  parseCheckpoint,
  parseNote,
  verifyNote,
  type Checkpoint,
  type SignedNote,
  type VerifiedSignature,
  type VerifierKey,
} from '@temkin/tlog';
import { Refused } from './log-fault.ts';

/** A checkpoint, and what it is to be called in a verdict. */
export interface NamedCheckpoint {
  readonly name: string;
  readonly checkpoint: Checkpoint;
}

/** A checkpoint, and which keys have signed it. */
export interface Signed extends NamedCheckpoint {
  readonly signatures: readonly VerifiedSignature[];
}

/** The checkpoint of a note. Throws `Refused` where it is none. */
export const readCheckpoint = (
  name: string,
  text: string,
): { readonly note: SignedNote; readonly checkpoint: Checkpoint } => {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) throw new Refused('malformed', name);
  return { note, checkpoint };
};

/** Whether a signature is of a log's own key. */
export const isBy = (origin: string, { key }: VerifiedSignature): boolean =>
  key.type === 'ed25519' && key.name === origin;

/**
 * A checkpoint by its note, once its signatures are found to be of keys that are trusted, if any are given. Throws
 * `Refused`.
 */
export const readSigned = async (
  name: string,
  text: string,
  keys: readonly VerifierKey[],
): Promise<Signed> => {
  const { note, checkpoint } = readCheckpoint(name, text);
  if (keys.length === 0) return { name, checkpoint, signatures: [] };
  const verdict = await verifyNote(note, keys);
  if (verdict.outcome !== 'verified') throw new Refused(verdict.outcome, name);
  if (!verdict.signatures.some((signature) => isBy(checkpoint.origin, signature)))
    throw new Refused('unsigned', name);
  return { name, checkpoint, signatures: verdict.signatures };
};
