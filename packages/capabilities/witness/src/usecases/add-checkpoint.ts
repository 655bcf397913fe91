import type { Signer } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import { cosignNote, signatureLine, type Checkpoint, type Sha256, type VerifierKey } from '@temkin/tlog';
import {
  judgeGrowth,
  readSubmission,
  type GrowthVerdict,
  type KnownLogs,
  type SubmissionVerdict,
} from '../domain/index.ts';
import type { WitnessedLogs } from '../store/witnessed-logs.ts';

export interface AddCheckpointDependencies {
  readonly logs: KnownLogs;
  readonly witnessed: Pick<WitnessedLogs, 'latest' | 'replace' | 'keepFork'>;
  /** Of type `cosignature/v1`. */
  readonly key: VerifierKey;
  readonly signer: Pick<Signer, 'sign'>;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** Told of a log that has signed two roots of one size. */
  readonly onFork: (checkpoint: Checkpoint) => void;
}

/** What became of a request to cosign. */
export type AddedCheckpoint =
  | { readonly outcome: 'cosigned'; readonly lines: string }
  | Exclude<SubmissionVerdict, { outcome: 'trusted' }>
  | Exclude<GrowthVerdict, { outcome: 'consistent' }>;

/** How often it is tried to remember a checkpoint of a log that others submit too. */
const ATTEMPTS = 10;

/**
 * Cosigns a checkpoint that is the log's own and grew from the latest that was cosigned. It is remembered, in place of that
 * very one, before anybody gets to see the cosignature: of requests that overlap, those that come second are judged again.
 */
export const addCheckpoint =
  ({ logs, witnessed, key, signer, clock, sha256, onFork }: AddCheckpointDependencies) =>
  async (body: string): Promise<AddedCheckpoint> => {
    const read = await readSubmission(logs, body);
    if (read.outcome !== 'trusted') return read;
    const { checkpoint, note } = read.submission;

    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const latest = await witnessed.latest(checkpoint.origin);
      const verdict = await judgeGrowth(sha256, latest?.checkpoint, read.submission);
      if (verdict.outcome === 'forked' && latest !== undefined) {
        await witnessed.keepFork(checkpoint, note, latest);
        onFork(checkpoint);
      }
      if (verdict.outcome !== 'consistent') return verdict;

      const cosignature = await cosignNote(note.text, key, signer, Math.floor(clock.now() / 1_000));
      const cosigned = { text: note.text, signatures: [...note.signatures, cosignature] };
      if ((await witnessed.replace(checkpoint, cosigned, latest)) === 'replaced')
        return { outcome: 'cosigned', lines: signatureLine(cosignature) };
    }
    throw new Error('checkpoints of the log come in all the time');
  };
