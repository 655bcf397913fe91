import { growLog } from '@temkin/audit/domain';
import { EMPTY_TREE, fromBundle, newBundles, parseCheckpoint, parseNote, tilePath } from '@temkin/tlog';
import { sha256 } from './sha256.ts';
import type { LogFiles, SmallLog } from './small-log.ts';

/** The entries of a log's files, up to its newest checkpoint. Throws where the files lack one. */
const entriesIn = (files: LogFiles): Uint8Array[] => {
  const note = parseNote(new TextDecoder().decode(files.get('checkpoint')));
  const size = parseCheckpoint(note?.text ?? '')?.size ?? 0;
  return newBundles(0, size).flatMap((bundle) => {
    const entries = fromBundle(files.get(tilePath(bundle)) ?? new Uint8Array(), bundle.width);
    if (entries === undefined) throw new Error(`${tilePath(bundle)} is none`);
    return entries;
  });
};

const noTile = () => Promise.reject(new Error('an empty log has no tiles'));

/** A log that was exported, as one that a test can fork and sign again, for it has the signer. */
export const exportedLog = async (
  files: LogFiles,
  { key, signer }: Pick<SmallLog, 'key' | 'signer'>,
): Promise<SmallLog> => {
  const entries = entriesIn(files);
  const { tree } = await growLog(sha256, EMPTY_TREE, entries, noTile);
  return { files, key, signer, entries, tree };
};
