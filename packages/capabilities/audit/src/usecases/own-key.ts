import {
  parseCheckpoint,
  parseNote,
  parseTilePath,
  verifyNote,
  type Sha256,
  type SignedNote,
} from '@temkin/tlog';
import type { VerifierKey } from '@temkin/tlog';
import { followKeys, readOpening, readStatements, type LogName, type LogToRead } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';

const signerOf = async (note: SignedNote, keys: readonly VerifierKey[]): Promise<VerifierKey | undefined> => {
  for (const key of keys)
    if (key.type === 'ed25519' && (await verifyNote(note, [key])).outcome === 'verified') return key;
  return undefined;
};

/**
 * The key that signed a log's newest checkpoint, among those that the log itself names: in the entry that opens it, or since
 * in the name of one that it had named before, for which all of it is read. It tells a log that is whole from one that
 * was changed by who has no key; whose it is, the log cannot tell. Throws `LogConflict` where the log names no such key.
 */
export const ownKey = ({
  files,
  sha256,
}: {
  readonly files: Pick<LogFiles, 'newest' | 'find'>;
  readonly sha256: Sha256;
}) => {
  /** By origin, as far as statements had to be followed. */
  const followed = new Map<string, readonly VerifierKey[]>();

  return async (log: LogName): Promise<VerifierKey> => {
    const newest = await files.newest(log);
    const note = newest && parseNote(new TextDecoder().decode(newest));
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined)
      throw new LogConflict('the newest checkpoint of a log is none');
    const toRead: LogToRead = {
      sha256,
      read: async (path) => {
        const tile = parseTilePath(path);
        return tile && files.find(log, tile);
      },
    };
    const { origin, size } = checkpoint;
    const opening = await readOpening(toRead, size);
    if (opening?.origin !== origin || !origin.endsWith(`/${log.tenant}/${log.year}`))
      throw new LogConflict('a log names no key of its own in its first entry');

    const known = await signerOf(note, [...opening.keys, ...(followed.get(origin) ?? [])]);
    if (known !== undefined) return known;
    const keys = await followKeys(await readStatements(toRead, size), opening.keys);
    followed.set(origin, keys);
    const named = await signerOf(note, keys);
    if (named === undefined)
      throw new LogConflict('the newest checkpoint of a log is signed by no key that the log names');
    return named;
  };
};
