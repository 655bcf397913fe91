import { parseNote, parseTilePath, verifyNote, type Sha256, type VerifierKey } from '@temkin/tlog';
import { followKeys, readOpening, readStatements, type LogName, type LogToRead } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import { storedCheckpoint } from './stored-checkpoint.ts';

/**
 * The keys of a log: those that the entry that opens it names or, where any of its company and year are `trusted`, these
 * instead; and where none of them has signed the newest checkpoint, those that they lead to by their word. What the log
 * names tells one that is whole from one that was changed by who has no key; whose it is, the log cannot tell. A log is
 * searched once for as long as its keys stay. Throws `LogConflict` where it names none of its own.
 */
export const statedKeys = ({
  files,
  sha256,
  trusted = [],
}: {
  readonly files: Pick<LogFiles, 'find' | 'newest'>;
  readonly sha256: Sha256;
  readonly trusted?: readonly VerifierKey[];
}) => {
  const found = new Map<string, readonly VerifierKey[]>();

  const readable = (log: LogName): LogToRead => ({
    sha256,
    read: async (path) => {
      const tile = parseTilePath(path);
      return tile && files.find(log, tile);
    },
  });

  return async (log: LogName): Promise<readonly VerifierKey[]> => {
    const place = `${log.tenant}/${log.year}`;
    const newest = await files.newest(log);
    const note = newest && parseNote(new TextDecoder().decode(newest));
    const isSignedBy = async (keys: readonly VerifierKey[]): Promise<boolean> =>
      note !== undefined && (await verifyNote(note, keys)).outcome === 'verified';

    const before = found.get(place);
    if (before !== undefined && (await isSignedBy(before))) return before;
    const size = newest === undefined ? 0 : storedCheckpoint(newest).size;
    const opening = await readOpening(readable(log), size);
    if (opening?.origin.endsWith(`/${place}`) !== true)
      throw new LogConflict('a log names no key of its own in its first entry');
    // A key that leaked has opened the log too, and could call it otherwise.
    const pinned = trusted.filter(({ name }) => name.endsWith(`/${place}`));
    const first = pinned.length === 0 ? opening.keys : pinned.filter(({ name }) => name === opening.origin);
    const keys = (await isSignedBy(first))
      ? first
      : await followKeys(await readStatements(readable(log), size), first);
    found.set(place, keys);
    return keys;
  };
};
