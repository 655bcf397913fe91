import { equalBytes } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  formatNote,
  nodesInTiles,
  parseCheckpoint,
  parseNote,
  parseSignatureLines,
  proveConsistency,
  verifyNote,
  withSignature,
  type NoteSignature,
  type Sha256,
  type SignedNote,
  type VerifierKey,
} from '@temkin/tlog';
import type { LogName, Witness, WitnessAnswer } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';

export interface WitnessDependencies {
  readonly files: Pick<LogFiles, 'newest' | 'tile' | 'publish'>;
  readonly witnesses: readonly Witness[];
  readonly sha256: Sha256;
}

/**
 * What came of asking a witness. `ahead`: it has cosigned a larger tree than the newest, so the log was rolled back, or this
 * reader is late. `invalid`: what it answered is no cosignature of its key over this checkpoint.
 */
export type Witnessing =
  | { readonly outcome: 'cosigned' }
  | { readonly outcome: 'ahead'; readonly size: number }
  | { readonly outcome: 'refused'; readonly status: number }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'failed'; readonly error: unknown };

/** The newest checkpoint with the cosignatures it got, and what each witness made of it, by the name of its key. */
export interface WitnessedCheckpoint {
  readonly checkpoint: string;
  readonly witnesses: ReadonlyMap<string, Witnessing>;
}

const noteOf = (checkpoint: Uint8Array): SignedNote | undefined =>
  parseNote(new TextDecoder().decode(checkpoint));

const isBy = ({ name, keyId }: VerifierKey, line: NoteSignature): boolean =>
  line.name === name && equalBytes(line.keyId, keyId);

/** The cosignature of the key among lines, if it holds; those of other keys are nobody's. */
const cosignatureIn = async (
  lines: string,
  text: string,
  key: VerifierKey,
): Promise<NoteSignature | undefined> => {
  const signatures = parseSignatureLines(lines)?.filter((line) => isBy(key, line)) ?? [];
  const { outcome } = await verifyNote({ text, signatures }, [key]);
  return outcome === 'verified' ? signatures[0] : undefined;
};

/**
 * Has the newest checkpoint of a log cosigned by every witness, with the proof from the size each of them knows, and
 * publishes it with what they signed. A checkpoint that has been replaced meanwhile stays as it is. Sizes are remembered
 * from one run to the next to save a question; a witness that remembers otherwise is asked once more. Undefined for a log
 * that has no checkpoint yet.
 */
export const witnessCheckpoint = ({ files, witnesses, sha256 }: WitnessDependencies) => {
  const cosignedSizes = new Map<string, number>();

  return async (log: LogName): Promise<WitnessedCheckpoint | undefined> => {
    const newest = await files.newest(log);
    if (newest === undefined) return undefined;
    const note = noteOf(newest);
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined)
      throw new LogConflict('a published checkpoint is none');
    const { size, origin } = checkpoint;
    const readNodes = nodesInTiles(sha256, size, (tile) => files.tile(log, tile));

    const ask = async (witness: Witness, oldSize: number): Promise<WitnessAnswer> => {
      const proof = await proveConsistency(sha256, { oldSize, newSize: size }, readNodes);
      return witness.addCheckpoint({ oldSize, proof, checkpoint: formatNote(note) });
    };

    const cosignatures: NoteSignature[] = [];
    const visit = async (witness: Witness): Promise<Witnessing> => {
      const place = `${witness.key.name} ${origin}`;
      let answer = await ask(witness, Math.min(cosignedSizes.get(place) ?? 0, size));
      if (answer.outcome === 'other-size' && answer.size <= size) answer = await ask(witness, answer.size);
      if (answer.outcome === 'other-size')
        return answer.size > size
          ? { outcome: 'ahead', size: answer.size }
          : { outcome: 'refused', status: 409 };
      if (answer.outcome === 'refused') return answer;
      const cosignature = await cosignatureIn(answer.lines, note.text, witness.key);
      if (cosignature === undefined) return { outcome: 'invalid' };
      cosignedSizes.set(place, size);
      cosignatures.push(cosignature);
      return { outcome: 'cosigned' };
    };

    const visits = await Promise.all(
      witnesses.map(async (witness): Promise<readonly [string, Witnessing]> => [
        witness.key.name,
        await visit(witness).catch((error: unknown) => ({ outcome: 'failed', error })),
      ]),
    );

    const joined = (to: SignedNote): string => formatNote(cosignatures.reduce(withSignature, to));
    if (cosignatures.length > 0) {
      await files.publish(log, (standing) => {
        const found = standing && noteOf(standing);
        return found?.text === note.text ? utf8(joined(found)) : undefined;
      });
    }
    return { checkpoint: joined(note), witnesses: new Map(visits) };
  };
};
