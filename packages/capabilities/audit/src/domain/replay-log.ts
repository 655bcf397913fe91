import { equalBytes } from '@temkin/crypto';
import { toBase64 } from '@temkin/kernel';
import {
  appendLeaves,
  EMPTY_TREE,
  fromBundle,
  hashesAt,
  iterateBundles,
  leafHash,
  rootOf,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  toTile,
  type Tree,
} from '@temkin/tlog';
import type { SignedStatement } from './key-statement.ts';
import { Refused } from './log-fault.ts';
import { demandReadable } from './log-limit.ts';
import { ownStatements, statementsIn, type LogToRead, type ReadLogFile } from './log-statements.ts';
import type { NamedCheckpoint } from './signed-checkpoint.ts';

/** Entries of a log that stand one after the other, with their leaf hashes. */
export interface ReplayedEntries {
  /** The index of the first. */
  readonly first: number;
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
}

export interface LogToReplay extends LogToRead {
  /**
   * Told of entries that were read and hashed, a bundle at a time and in order. Only the verdict says whether they are the
   * log's.
   */
  readonly onEntries?: (replayed: ReplayedEntries) => void;
}

/** A file that a log must have. Throws `Refused`. */
export const demand = async (read: ReadLogFile, path: string): Promise<Uint8Array> => {
  const bytes = await read(path);
  if (bytes === undefined) throw new Refused('missing', path);
  return bytes;
};

/** Checks that tiles are the hashes of complete subtrees, level by level, as these are completed. */
const tileChecker = (read: ReadLogFile, size: number) => {
  const rows = new Map<number, { index: number; hashes: Uint8Array[] }>();
  return async (treeLevel: number, hash: Uint8Array): Promise<void> => {
    if (treeLevel % TILE_HEIGHT !== 0) return;
    const level = treeLevel / TILE_HEIGHT;
    const row = rows.get(level) ?? { index: 0, hashes: [] };
    rows.set(level, row);
    row.hashes.push(hash);
    const width = Math.min(TILE_WIDTH, hashesAt(level, size) - row.index * TILE_WIDTH);
    if (row.hashes.length < width) return;
    const path = tilePath({ level, index: row.index, width });
    if (!equalBytes(await demand(read, path), toTile(row.hashes))) throw new Refused('tile-differs', path);
    row.index += 1;
    row.hashes = [];
  };
};

/**
 * Reads all entries of a log and compares what they lead to with its tiles, its newest checkpoint and older ones. Answers
 * what it says of its own keys. Throws `Refused`, a sentence where it says that it is larger than any log, and `RangeError` where an
 * older one is of no size of it.
 */
export const replayLog = async (
  { sha256, read, onEntries }: LogToReplay,
  newest: NamedCheckpoint,
  older: readonly NamedCheckpoint[],
): Promise<readonly SignedStatement[]> => {
  const { size } = newest.checkpoint;
  demandReadable(size);
  const isSize = (one: number): boolean => Number.isSafeInteger(one) && one >= 0 && one <= size;
  if (!older.every(({ checkpoint }) => isSize(checkpoint.size)))
    throw new RangeError('a checkpoint is of no size that the log has had');
  const check = tileChecker(read, size);
  const statements: SignedStatement[] = [];
  const milestones: NamedCheckpoint[] = [...older, newest].toSorted(
    (a, b) => a.checkpoint.size - b.checkpoint.size,
  );
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
  for (const bundle of iterateBundles(0, size)) {
    const path = tilePath(bundle);
    const bytes = await demand(read, path);
    const entries = fromBundle(bytes, bundle.width);
    if (entries === undefined) throw new Refused('malformed', path);
    statements.push(...(await statementsIn(sha256, { index: bundle.index, bytes, entries })));
    const leaves = await Promise.all(entries.map((entry) => leafHash(sha256, entry)));
    for (let from = 0; from < leaves.length;) {
      const to = Math.min(leaves.length, from + (milestones[0]?.checkpoint.size ?? size) - tree.size);
      const grown = await appendLeaves(sha256, tree, leaves.slice(from, to));
      for (const { level, hash } of grown.completed) await check(level, hash);
      tree = grown.tree;
      from = to;
      await compare();
    }
    onEntries?.({ first: bundle.index * TILE_WIDTH, entries, leaves });
  }
  return ownStatements(newest.checkpoint, statements);
};
