import { utf8 } from '@temkin/kernel';
import {
  formatCheckpoint,
  formatNote,
  parseCheckpoint,
  parseNote,
  rootOf,
  signNote,
  type NoteSignature,
  type Sha256,
} from '@temkin/tlog';
import type { LogHead, LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { LogSigners } from './log-signers.ts';

export interface PublishDependencies extends LogSigners {
  readonly files: Pick<LogFiles, 'checkpoint' | 'publish'>;
  readonly sha256: Sha256;
}

const textOf = (checkpoint: Uint8Array): string =>
  parseNote(new TextDecoder().decode(checkpoint))?.text ?? '';

const sizeOf = (checkpoint: Uint8Array): number => {
  const read = parseCheckpoint(textOf(checkpoint));
  if (read === undefined) throw new LogConflict('a published checkpoint is none');
  return read.size;
};

/** Of the signer in use, which stands first, and of the one that is to be next. */
const signaturesOn = (
  text: string,
  log: LogName,
  { next, ...inUse }: LogSigners,
): Promise<readonly NoteSignature[]> =>
  Promise.all(
    [inUse, ...(next === undefined ? [] : [next])].map(async ({ logKey, signer }) =>
      signNote(text, await logKey(log), signer),
    ),
  );

/**
 * Signs the head that was committed and publishes it: a copy that stays, and the newest one where it is larger. Only what
 * was committed is ever signed, so no signature on a fork can exist; a size is signed once, and whoever comes later takes
 * what is kept. Throws `LogConflict` where the checkpoint of this size says something else.
 */
export const publishCheckpoint =
  ({ files, sha256, ...signers }: PublishDependencies) =>
  async ({ log, tree }: LogHead): Promise<void> => {
    const { name: origin } = await signers.logKey(log);
    const text = formatCheckpoint({ origin, size: tree.size, root: await rootOf(sha256, tree) });
    const checkpoint = await files.checkpoint(log, tree.size, async () =>
      utf8(formatNote({ text, signatures: await signaturesOn(text, log, signers) })),
    );
    if (textOf(checkpoint) !== text)
      throw new LogConflict(`the checkpoint of ${tree.size} entries is another`);
    await files.publish(log, (newest) =>
      newest !== undefined && sizeOf(newest) >= tree.size ? undefined : checkpoint,
    );
  };
