import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
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
import { checkpointAt, checkpointBlob, type LogHead, type LogName } from '../domain/index.ts';
import { LogConflict } from './put-once.ts';

/** How often it is tried to replace a checkpoint that others replace meanwhile. */
const ATTEMPTS = 10;

export interface PublishDependencies {
  readonly blobs: Pick<Blobs, 'get' | 'putIfAbsent' | 'putIfMatch'>;
  readonly signer: Pick<Signer, 'sign'>;
  /** The key that a log is verified with; its name is the log's origin. */
  readonly logKey: (log: LogName) => Promise<VerifierKey>;
  readonly sha256: Sha256;
}

const textOfNote = (bytes: Uint8Array): string => parseNote(new TextDecoder().decode(bytes))?.text ?? '';

/** The size that a stored checkpoint is of; throws where it is none of ours. */
const sizeOf = (bytes: Uint8Array): number => {
  const checkpoint = parseCheckpoint(textOfNote(bytes));
  if (checkpoint === undefined) throw new LogConflict('a published checkpoint is none');
  return checkpoint.size;
};

/**
 * Signs the head that was committed and publishes it: a copy that stays, and the newest one where it is larger. What is
 * signed is only ever what was committed, so no signature on a fork can exist. Throws `LogConflict` where a checkpoint of
 * this size says something else.
 */
export const publishCheckpoint = ({ blobs, signer, logKey, sha256 }: PublishDependencies) => {
  /** The checkpoint of a size is signed once; whoever comes later takes the one that is stored. */
  const signedOnce = async ({ log, tree }: LogHead): Promise<Uint8Array> => {
    const key = await logKey(log);
    const text = formatCheckpoint({ origin: key.name, size: tree.size, root: await rootOf(sha256, tree) });
    const place = checkpointAt(log, tree.size);
    const known = await blobs.get(place);
    if (known === undefined) {
      const signed = utf8(formatNote({ text, signatures: [await signNote(text, key, signer)] }));
      if ((await blobs.putIfAbsent(place, signed)) === 'stored') return signed;
    }
    const stored = known ?? (await blobs.get(place));
    if (stored === undefined || textOfNote(stored.bytes) !== text)
      throw new LogConflict(`${place} is another`);
    return stored.bytes;
  };

  return async (head: LogHead): Promise<void> => {
    const checkpoint = await signedOnce(head);
    const place = checkpointBlob(head.log);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const newest = await blobs.get(place);
      if (newest !== undefined && sizeOf(newest.bytes) >= head.tree.size) return;
      const put =
        newest === undefined
          ? await blobs.putIfAbsent(place, checkpoint)
          : await blobs.putIfMatch(place, checkpoint, newest.version);
      if (put === 'stored') return;
    }
    throw new Error('the checkpoint is being replaced all the time');
  };
};
