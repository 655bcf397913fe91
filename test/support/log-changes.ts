import { utf8 } from '@temkin/kernel';
import {
  formatCheckpoint,
  formatNote,
  fromBundle,
  newBundles,
  newTiles,
  parseCheckpoint,
  parseNote,
  tilePath,
  toBundle,
  type SignedNote,
} from '@temkin/tlog';
import { grow, smallLog, type SmallLog } from './small-log.ts';

/** Something done to the files of a log. */
export type LogChange = (log: SmallLog) => void | Promise<void>;

type ByteChange = (bytes: Uint8Array) => Uint8Array;

/** Changes a file, which must be there: a change that does nothing would prove nothing. */
export const changing =
  (path: string, change: ByteChange) =>
  ({ files }: SmallLog): void => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`${path} is not there to be changed`);
    files.set(path, change(bytes));
  };

/** Removes a file, which must be there. */
export const removing =
  (path: string) =>
  ({ files }: SmallLog): void => {
    if (!files.delete(path)) throw new Error(`${path} is not there to be removed`);
  };

/** Puts the older checkpoint of a size in the newest one's place. */
export const rollingBackTo =
  (size: number) =>
  (log: SmallLog): void =>
    changing(`checkpoints/${size}`, (older) => {
      log.files.set('checkpoint', older);
      return older;
    })(log);

/** Removes the tiles and bundles that a log of this size does not need. */
export const keepingTilesOf =
  (size: number) =>
  ({ files }: SmallLog): void => {
    const needed = new Set([...newTiles(0, size), ...newBundles(0, size)].map(tilePath));
    for (const path of files.keys()) if (path.startsWith('tile/') && !needed.has(path)) files.delete(path);
  };

/** Flips a bit of the third byte from the end: in a bundle it is the last entry's, in a tile the last hash's. */
export const flipped: ByteChange = (bytes) =>
  bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 4 : byte));

/** Changes the entries in a bundle that has so many. */
export const inBundle =
  (width: number, change: (entries: readonly Uint8Array[]) => readonly Uint8Array[]): ByteChange =>
  (bytes) =>
    toBundle(change(fromBundle(bytes, width) ?? []));

/** Changes the text of the newest checkpoint or its signatures. */
export const inCheckpoint = (change: (note: SignedNote) => SignedNote): ((log: SmallLog) => void) =>
  changing('checkpoint', (bytes) => {
    const note = parseNote(new TextDecoder().decode(bytes));
    if (note === undefined) throw new Error('the checkpoint is none');
    return utf8(formatNote(change(note)));
  });

/** The text of a checkpoint with a bit of its root flipped. */
export const withFlippedRoot = (text: string): string => {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === undefined) throw new Error('the checkpoint is none');
  return formatCheckpoint({ ...checkpoint, root: flipped(checkpoint.root) });
};

/** A log of other entries, signed by the very key: what its operator could make. */
export const forkOf = async (log: SmallLog, entries: readonly Uint8Array[]): Promise<SmallLog> => {
  const fork = { ...(await smallLog()), key: log.key, signer: log.signer };
  await grow(fork, entries);
  return fork;
};

/** The log's entries without one of them, and one more at the end, so that they are as many. */
export const shifted = ({ entries }: SmallLog, removed: number): readonly Uint8Array[] => [
  ...entries.toSpliced(removed, 1),
  utf8('{"event":"to fill up"}'),
];

/** Lays the files of a fork whose paths begin so over those of the log. */
export const layOver = (log: SmallLog, fork: SmallLog, prefix: string): void => {
  for (const [path, bytes] of fork.files) if (path.startsWith(prefix)) log.files.set(path, bytes);
};
