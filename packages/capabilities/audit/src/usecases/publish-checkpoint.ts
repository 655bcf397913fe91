import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  formatCheckpoint,
  formatNote,
  parseCheckpoint,
  parseNote,
  rootOf,
  signNote,
  type Sha256,
  type VerifierKey,
} from '@temkin/tlog';
import type { LogHead, LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';

export interface PublishDependencies {
  readonly files: Pick<LogFiles, 'checkpoint' | 'publish'>;
  readonly signer: Pick<Signer, 'sign'>;
  /** The key that a log is verified with; its name is the log's origin. */
  readonly logKey: (log: LogName) => Promise<VerifierKey>;
  readonly sha256: Sha256;
}

const textOf = (checkpoint: Uint8Array): string =>
  parseNote(new TextDecoder().decode(checkpoint))?.text ?? '';

const sizeOf = (checkpoint: Uint8Array): number => {
  const read = parseCheckpoint(textOf(checkpoint));
  if (read === undefined) throw new LogConflict('a published checkpoint is none');
  return read.size;
};

/**
 * Signs the head that was committed and publishes it: a copy that stays, and the newest one where it is larger. Only what
 * was committed is ever signed, so no signature on a fork can exist; a size is signed once, and whoever comes later takes
 * what is kept. Throws `LogConflict` where the checkpoint of this size says something else.
 */
export const publishCheckpoint =
  ({ files, signer, logKey, sha256 }: PublishDependencies) =>
  async ({ log, tree }: LogHead): Promise<void> => {
    const key = await logKey(log);
    const text = formatCheckpoint({ origin: key.name, size: tree.size, root: await rootOf(sha256, tree) });
    const checkpoint = await files.checkpoint(log, tree.size, async () =>
      utf8(formatNote({ text, signatures: [await signNote(text, key, signer)] })),
    );
    if (textOf(checkpoint) !== text)
      throw new LogConflict(`the checkpoint of ${tree.size} entries is another`);
    await files.publish(log, (newest) =>
      newest !== undefined && sizeOf(newest) >= tree.size ? undefined : checkpoint,
    );
  };
