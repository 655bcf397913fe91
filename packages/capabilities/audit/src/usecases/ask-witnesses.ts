import { equalBytes } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import {
  formatNote,
  nodesInTiles,
  parseCheckpoint,
  parseSignatureLines,
  proveConsistency,
  verifyNote,
  type NoteSignature,
  type Sha256,
  type SignedNote,
  type VerifierKey,
} from '@temkin/tlog';
import type { LogName, Witness, WitnessAnswer } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import { lastingNoes } from './lasting-noes.ts';

/**
 * What came of asking a witness. `conflict`: it has cosigned something that is not the beginning of this log, or a larger
 * log than was ever committed to. `late`: another run has brought it a larger checkpoint meanwhile. `invalid`: what it
 * answered is no cosignature of its key over this checkpoint.
 */
export type Witnessing =
  | { readonly outcome: 'cosigned' }
  | { readonly outcome: 'late'; readonly size: number }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'refused'; readonly status: number }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'failed'; readonly error: unknown };

export interface AskDependencies {
  readonly files: Pick<LogFiles, 'tile'>;
  readonly heads: Pick<LogHeadStore, 'load'>;
  readonly witnesses: readonly Witness[];
  readonly sha256: Sha256;
  readonly clock: Clock;
  /** Told what came of each, by the name of its key. */
  readonly onWitnessing?: (log: LogName, witness: string, witnessing: Witnessing) => void;
}

/** Cosignatures that hold, and what each witness made of the checkpoint, by the name of its key. */
export interface Cosignatures {
  readonly cosignatures: readonly NoteSignature[];
  readonly witnesses: ReadonlyMap<string, Witnessing>;
}

/** The consistency proof does not hold (c2sp.org/tlog-witness, add-checkpoint). */
const UNPROCESSABLE = 422;

/** The cosignature of the key among lines, if it holds; those of other keys are nobody's. */
const cosignatureIn = async (
  lines: readonly NoteSignature[],
  text: string,
  key: VerifierKey,
): Promise<NoteSignature | undefined> => {
  const signatures = lines.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
  const { outcome } = await verifyNote({ text, signatures }, [key]);
  return outcome === 'verified' ? signatures[0] : undefined;
};

/**
 * Asks every witness to cosign a checkpoint, all at once, with the proof from the size each of them knows; those that have
 * cosigned it are not asked again. Sizes are remembered from one time to the next to save a question; a witness that
 * remembers otherwise is asked once more. One that has said no to a log is not asked about it for some minutes, and what it
 * said holds as long. The tiles of the checkpoint must be laid out.
 */
export const askWitnesses = (dependencies: AskDependencies) => {
  const { files, heads, witnesses, sha256, clock, onWitnessing } = dependencies;
  const cosignedSizes = new Map<string, number>();
  const noes = lastingNoes(clock);

  return async (log: LogName, note: SignedNote): Promise<Cosignatures> => {
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint === undefined) throw new LogConflict('a published checkpoint is none');
    const { size, origin } = checkpoint;
    const readNodes = nodesInTiles(sha256, size, (tile) => files.tile(log, tile));
    const cosignatures: NoteSignature[] = [];

    const ask = async (witness: Witness, oldSize: number): Promise<WitnessAnswer> => {
      const proof = await proveConsistency(sha256, { oldSize, newSize: size }, readNodes);
      return witness.addCheckpoint({ oldSize, proof, checkpoint: formatNote(note) });
    };

    /** One that stands elsewhere, although it was told of where it stands. */
    const elsewhere = async (stands: number, asked: number): Promise<Witnessing> => {
      if (stands > size) {
        // What is signed was committed before, so it can only have been cosigned up to there.
        const committed = (await heads.load(log))?.tree.size ?? 0;
        return stands > committed ? { outcome: 'conflict' } : { outcome: 'late', size: stands };
      }
      return stands === asked && stands === size
        ? { outcome: 'conflict' }
        : { outcome: 'refused', status: 409 };
    };

    const visit = async (witness: Witness, place: string): Promise<Witnessing> => {
      let asked = Math.min(cosignedSizes.get(place) ?? 0, size);
      let answer = await ask(witness, asked);
      if (answer.outcome === 'other-size' && answer.size <= size && answer.size !== asked) {
        asked = answer.size;
        answer = await ask(witness, asked);
      }
      if (answer.outcome === 'other-size') return elsewhere(answer.size, asked);
      if (answer.outcome === 'refused')
        return answer.status === UNPROCESSABLE ? { outcome: 'conflict' } : answer;
      const lines = parseSignatureLines(answer.lines) ?? [];
      const cosignature = await cosignatureIn(lines, note.text, witness.key);
      if (cosignature === undefined) return { outcome: 'invalid' };
      cosignedSizes.set(place, size);
      cosignatures.push(cosignature);
      return { outcome: 'cosigned' };
    };

    const visitUnlessKnown = async (witness: Witness): Promise<Witnessing> => {
      if ((await cosignatureIn(note.signatures, note.text, witness.key)) !== undefined)
        return { outcome: 'cosigned' };
      const place = `${witness.key.name} ${origin}`;
      const no = noes.about(place);
      if (no !== undefined) return no;
      const witnessing = await visit(witness, place);
      noes.hear(place, witnessing);
      return witnessing;
    };

    const visits = await Promise.all(
      witnesses.map(async (witness): Promise<readonly [string, Witnessing]> => {
        const { name } = witness.key;
        const witnessing = await visitUnlessKnown(witness).catch((error: unknown): Witnessing => ({
          outcome: 'failed',
          error,
        }));
        onWitnessing?.(log, name, witnessing);
        return [name, witnessing];
      }),
    );
    return { cosignatures, witnesses: new Map(visits) };
  };
};

export type AskWitnesses = ReturnType<typeof askWitnesses>;
