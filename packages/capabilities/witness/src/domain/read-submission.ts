import { equalBytes } from '@temkin/crypto';
import {
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  verifyNote,
  type Checkpoint,
  type SignedNote,
  type VerifierKey,
} from '@temkin/tlog';
import type { KnownLogs } from './known-logs.ts';

/** A checkpoint that a log has signed, and what is to prove that it grew from an older one. */
export interface Submission {
  readonly checkpoint: Checkpoint;
  /** Its text, with the log's signatures that held and no others. */
  readonly note: SignedNote;
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
}

/** `untrusted`: no trusted key of the log has signed, or one that is named has not. */
export type SubmissionVerdict =
  | { readonly outcome: 'malformed' }
  | { readonly outcome: 'unknown-log' }
  | { readonly outcome: 'untrusted' }
  | { readonly outcome: 'trusted'; readonly submission: Submission };

/** Only the first line of each key: it is the one that `verifyNote` looks at. */
const signaturesBy = ({ signatures }: SignedNote, keys: readonly VerifierKey[]): SignedNote['signatures'] =>
  keys.flatMap(
    ({ name, keyId }) => signatures.find((line) => line.name === name && equalBytes(line.keyId, keyId)) ?? [],
  );

/** What the body of an add-checkpoint request submits (c2sp.org/tlog-witness). */
export const readSubmission = async (logs: KnownLogs, body: string): Promise<SubmissionVerdict> => {
  const request = parseAddCheckpoint(body);
  const note = request && parseNote(request.checkpoint);
  const checkpoint = note && parseCheckpoint(note.text);
  if (request === undefined || note === undefined || checkpoint === undefined)
    return { outcome: 'malformed' };

  const keys = logs.get(checkpoint.origin);
  if (keys === undefined) return { outcome: 'unknown-log' };
  const verdict = await verifyNote(note, keys);
  if (verdict.outcome !== 'verified') return { outcome: 'untrusted' };
  const { oldSize, proof } = request;
  if (oldSize > checkpoint.size) return { outcome: 'malformed' };

  const trusted = verdict.signatures.map(({ key }) => key);
  const signed = { text: note.text, signatures: signaturesBy(note, trusted) };
  return { outcome: 'trusted', submission: { checkpoint, note: signed, oldSize, proof } };
};
