import type { Witness } from '@temkin/audit/domain';
import type { Blobs } from '@temkin/storage';
import {
  formatAddCheckpoint,
  parseNote,
  parseSignatureLines,
  verifierKey,
  verifyNote,
  type VerifiedSignature,
  type VerifierKey,
} from '@temkin/tlog';
import {
  addCheckpoint,
  knownLogs,
  witnessApplication,
  witnessedLogs,
  type WitnessApplication,
} from '@temkin/witness';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';
import { checkpointOf, growthOf, type SmallLog } from './small-log.ts';

/** Seconds since the epoch at which every witness here signs. */
export const WITNESSED_AT_SECONDS = 1_790_000_000;

/** A witness over blobs, and what it told its operator. */
export interface SmallWitness {
  readonly key: VerifierKey;
  readonly application: WitnessApplication;
  readonly forks: string[];
  readonly failures: unknown[];
}

/** A new witness of these logs, by keys of theirs. */
export const smallWitness = async (
  blobs: Blobs,
  logs: readonly VerifierKey[],
  name = 'witness.example/w1',
): Promise<SmallWitness> => {
  const signer = memorySigner();
  const publicKey = (await signer.publicKey()).slice(-32);
  const key = await verifierKey(sha256, { name, type: 'cosignature/v1', publicKey });
  const [forks, failures]: [string[], unknown[]] = [[], []];
  const witnessed = witnessedLogs(blobs, sha256);
  const application = witnessApplication({
    addCheckpoint: addCheckpoint({
      logs: knownLogs(logs),
      witnessed,
      key,
      signer,
      clock: { now: () => WITNESSED_AT_SECONDS * 1_000 + 999 },
      sha256,
      onFork: ({ origin, size }) => forks.push(`${origin} ${size}`),
    }),
    byHash: witnessed.byHash,
    onFailure: (error) => failures.push(error),
  });
  return { key, application, forks, failures };
};

/** What a log as it is sends to a witness that is to know it at an older size. */
export const requestOf = async (log: SmallLog, oldSize: number): Promise<string> =>
  formatAddCheckpoint({ oldSize, proof: await growthOf(log, oldSize), checkpoint: await checkpointOf(log) });

/** Sends a body to a witness. */
export const submit = (
  { application }: Pick<SmallWitness, 'application'>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<Response> =>
  application(new Request('http://witness.example/add-checkpoint', { method: 'POST', body }));

/** A witness as the log asks it, with nothing between them. */
export const asked = (witness: SmallWitness): Witness => ({
  key: witness.key,
  addCheckpoint: async (request) => {
    const answer = await submit(witness, formatAddCheckpoint(request));
    const body = await answer.text();
    if (answer.status === 200) return { outcome: 'cosigned', lines: body };
    return answer.status === 409
      ? { outcome: 'other-size', size: Number(body) }
      : { outcome: 'refused', status: answer.status };
  },
});

/** The cosignature of a key among lines, verified over the text of a note. */
export const cosignatureOf = async (
  key: VerifierKey,
  lines: string,
  checkpoint: string,
): Promise<VerifiedSignature | undefined> => {
  const text = parseNote(checkpoint)?.text ?? '';
  const verdict = await verifyNote({ text, signatures: parseSignatureLines(lines) ?? [] }, [key]);
  return verdict.outcome === 'verified' ? verdict.signatures[0] : undefined;
};
