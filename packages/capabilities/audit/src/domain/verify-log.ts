import { equalBytes } from '@temkin/crypto';
import { toBase64 } from '@temkin/kernel';
import {
  appendLeaves,
  EMPTY_TREE,
  fromBundle,
  leafHash,
  newBundles,
  newTiles,
  parseCheckpoint,
  parseNote,
  rootOf,
  TILE_HEIGHT,
  tilePath,
  toTile,
  verifyNote,
  type Checkpoint,
  type Sha256,
  type Tile,
  type Tree,
  type VerifiedSignature,
  type VerifierKey,
} from '@temkin/tlog';

/** Reads a file of a log by its path below the log's prefix, `tile/0/000.p/7`; undefined where there is none. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | undefined>;

/** What can be wrong with a log; beside it stands where. */
export type LogFault =
  | 'missing'
  | 'malformed'
  /** A signature in the name of a known key is not its own. */
  | 'forged'
  /** Keys were given, and none of them signed. */
  | 'unsigned'
  /** A tile does not hold the hashes of the entries. */
  | 'tile-differs'
  /** The entries are not those that the checkpoint speaks of. */
  | 'root-differs'
  /** An older checkpoint speaks of another log. */
  | 'other-log'
  /** An older checkpoint is larger: the log was rolled back, or an old checkpoint stands in place of the newest. */
  | 'rolled-back'
  /** An older checkpoint has another root at its size: entries were changed, removed or moved since, or the log was forked. */
  | 'inconsistent';

/** `consistent`: all holds together, but no key was given by which to tell who signed it. */
export type LogVerdict =
  | {
      readonly outcome: 'verified';
      readonly checkpoint: Checkpoint;
      /** The signed note of it, to be kept for the next time. */
      readonly note: string;
      readonly signatures: readonly VerifiedSignature[];
    }
  | { readonly outcome: 'consistent'; readonly checkpoint: Checkpoint }
  | { readonly outcome: 'refused'; readonly fault: LogFault; readonly at: string };

export interface LogToVerify {
  readonly sha256: Sha256;
  readonly read: ReadLogFile;
  /** Keys that are trusted: of the log, and of witnesses. */
  readonly keys: readonly VerifierKey[];
  /** Checkpoints of the log that were kept from earlier, by what they are to be called in a verdict. */
  readonly older?: readonly { readonly name: string; readonly note: string }[];
  /** Told of entries that were read and hashed. */
  readonly onEntries?: (entries: number) => void;
}

class Refused extends Error {
  readonly fault: LogFault;
  readonly at: string;
  constructor(fault: LogFault, at: string) {
    super(`${at}: ${fault}`);
    this.fault = fault;
    this.at = at;
  }
}

interface Signed {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly VerifiedSignature[];
}

/** A checkpoint by its note, once its signatures are found to be of keys that are trusted, if any are given. */
const readSigned = async (name: string, text: string, keys: readonly VerifierKey[]): Promise<Signed> => {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) throw new Refused('malformed', name);
  if (keys.length === 0) return { name, checkpoint, signatures: [] };
  const verdict = await verifyNote(note, keys);
  if (verdict.outcome !== 'verified') throw new Refused(verdict.outcome, name);
  const isByLog = verdict.signatures.some(
    ({ key }) => key.type === 'ed25519' && key.name === checkpoint.origin,
  );
  if (!isByLog) throw new Refused('unsigned', name);
  return { name, checkpoint, signatures: verdict.signatures };
};

const demand = async (read: ReadLogFile, path: string): Promise<Uint8Array> => {
  const bytes = await read(path);
  if (bytes === undefined) throw new Refused('missing', path);
  return bytes;
};

const decode = (bytes: Uint8Array, path: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('malformed', path);
  }
};

/** Checks that tiles are the hashes of complete subtrees, level by level, as these are completed. */
const tileChecker = (read: ReadLogFile, size: number) => {
  const waiting = new Map<Tile['level'], { tiles: Tile[]; hashes: Uint8Array[] }>();
  for (const tile of newTiles(0, size)) {
    const level = waiting.get(tile.level) ?? { tiles: [], hashes: [] };
    level.tiles.push(tile);
    waiting.set(tile.level, level);
  }
  return async (level: number, hash: Uint8Array): Promise<void> => {
    const row = level % TILE_HEIGHT === 0 ? waiting.get(level / TILE_HEIGHT) : undefined;
    const tile = row?.tiles[0];
    if (row === undefined || tile === undefined) return;
    row.hashes.push(hash);
    if (row.hashes.length < tile.width) return;
    const path = tilePath(tile);
    if (!equalBytes(await demand(read, path), toTile(row.hashes))) throw new Refused('tile-differs', path);
    row.tiles.shift();
    row.hashes.length = 0;
  };
};

const replay = async (
  { sha256, read, onEntries }: LogToVerify,
  newest: Signed,
  older: readonly Signed[],
): Promise<void> => {
  const { size } = newest.checkpoint;
  const check = tileChecker(read, size);
  const milestones = [...older, newest].toSorted((a, b) => a.checkpoint.size - b.checkpoint.size);
  let tree: Tree = EMPTY_TREE;

  /** Compares the tree with every checkpoint of its size. */
  const compare = async (): Promise<void> => {
    while (milestones[0]?.checkpoint.size === tree.size) {
      const milestone = milestones.shift();
      const root = toBase64(await rootOf(sha256, tree));
      if (milestone === undefined || root === toBase64(milestone.checkpoint.root)) continue;
      throw new Refused(milestone === newest ? 'root-differs' : 'inconsistent', milestone.name);
    }
  };

  await compare();
  for (const bundle of newBundles(0, size)) {
    const path = tilePath(bundle);
    const entries = fromBundle(await demand(read, path), bundle.width);
    if (entries === undefined) throw new Refused('malformed', path);
    const leaves = await Promise.all(entries.map((entry) => leafHash(sha256, entry)));
    for (let from = 0; from < leaves.length;) {
      const to = Math.min(leaves.length, from + (milestones[0]?.checkpoint.size ?? size) - tree.size);
      const grown = await appendLeaves(sha256, tree, leaves.slice(from, to));
      for (const { level, hash } of grown.completed) await check(level, hash);
      tree = grown.tree;
      from = to;
      await compare();
    }
    onEntries?.(entries.length);
  }
};

/**
 * Verifies a whole log off line, as any tlog-tiles client can: signatures of its checkpoint, tiles against root, entries
 * against tiles, and that every older checkpoint is of a tree that the log begins with. Reads every entry once and keeps
 * none. What is refused is the first fault found.
 */
export const verifyLog = async (log: LogToVerify): Promise<LogVerdict> => {
  try {
    const text = decode(await demand(log.read, 'checkpoint'), 'checkpoint');
    const newest = await readSigned('checkpoint', text, log.keys);
    const older: Signed[] = [];
    for (const { name, note } of log.older ?? []) {
      const kept = await readSigned(name, note, log.keys);
      if (kept.checkpoint.origin !== newest.checkpoint.origin) throw new Refused('other-log', name);
      if (kept.checkpoint.size > newest.checkpoint.size) throw new Refused('rolled-back', name);
      older.push(kept);
    }
    await replay(log, newest, older);
    const { checkpoint, signatures } = newest;
    return log.keys.length === 0
      ? { outcome: 'consistent', checkpoint }
      : { outcome: 'verified', checkpoint, note: text, signatures };
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', fault: error.fault, at: error.at };
    throw error;
  }
};
