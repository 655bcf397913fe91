import { parseNote, parseTilePath, verifyNote, type Sha256, type VerifierKey } from '@temkin/tlog';
import { followKeys, readOpening, readStatements, type LogName, type LogToRead } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import { storedCheckpoint } from './stored-checkpoint.ts';

/**
 * The keys that a log itself names, in the entry that opens it and, where none of these has signed the newest checkpoint, by
 * their word. They tell a log that is whole from one that was changed by who has no key; whose it is, the log cannot tell.
 * Throws `LogConflict` where it names none of its own.
 */
export const statedKeys = ({
  files,
  sha256,
}: {
  readonly files: Pick<LogFiles, 'find' | 'newest'>;
  readonly sha256: Sha256;
}) => {
  const readable = (log: LogName): LogToRead => ({
    sha256,
    read: async (path) => {
      const tile = parseTilePath(path);
      return tile && files.find(log, tile);
    },
  });

  return async (log: LogName): Promise<readonly VerifierKey[]> => {
    const newest = await files.newest(log);
    const note = newest && parseNote(new TextDecoder().decode(newest));
    const size = newest === undefined ? 0 : storedCheckpoint(newest).size;
    const opening = await readOpening(readable(log), size);
    if (note === undefined || opening?.origin.endsWith(`/${log.tenant}/${log.year}`) !== true)
      throw new LogConflict('a log names no key of its own in its first entry');
    if ((await verifyNote(note, opening.keys)).outcome === 'verified') return opening.keys;
    return followKeys(await readStatements(readable(log), size), opening.keys);
  };
};
