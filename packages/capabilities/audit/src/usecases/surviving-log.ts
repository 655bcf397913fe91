import { equalBytes } from '@temkin/crypto';
import {
  EMPTY_TREE,
  fromBundle,
  nodesInTiles,
  nodesOf,
  parseCheckpoint,
  parseNote,
  rootOf,
  TILE_WIDTH,
  verifyNote,
  type Sha256,
  type Tree,
  type VerifierKey,
} from '@temkin/tlog';
import {
  continuedBy,
  endOf,
  sizeOfTile,
  stagedEntries,
  tileOfBlob,
  type LogName,
  type Stage,
  type Stretch,
} from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';

/** A log by its blobs alone. */
export interface SurvivingLog {
  /** As the newest checkpoint has it; empty where none was ever published. */
  readonly tree: Tree;
  /** The entries that it has beyond, in their order. */
  readonly unpublished: readonly Uint8Array[];
  /** The latest entries, published or not: all those among them that may not have left the outbox yet. */
  readonly latest: readonly Uint8Array[];
}

/** Where the blobs of logs are, and whose they are. */
export interface Survivors {
  readonly files: Pick<LogFiles, 'newest' | 'tile' | 'widestBundle' | 'stages' | 'laidOut'>;
  /** The keys that may have signed a log, of which the name is its origin. */
  readonly logKeys: (log: LogName) => Promise<readonly VerifierKey[]>;
  readonly sha256: Sha256;
}

/** The tree that a log was at a size, read from the tiles that it has at another that is as large or larger. */
export const treeOf = async (
  { files, sha256 }: Pick<Survivors, 'files' | 'sha256'>,
  log: LogName,
  sizes: { readonly size: number; readonly in: number },
): Promise<Tree> => {
  const readNodes = nodesInTiles(sha256, sizes.in, (tile) => files.tile(log, tile));
  return { size: sizes.size, frontier: await readNodes(nodesOf({ start: 0, end: sizes.size })) };
};

/** The tree of the newest checkpoint, which must be signed, and whose root must be that of the tiles. */
const publishedTree = async (survivors: Survivors, log: LogName): Promise<Tree> => {
  const { files, logKeys, sha256 } = survivors;
  const newest = await files.newest(log);
  if (newest === undefined) return EMPTY_TREE;
  const keys = await logKeys(log);
  const note = parseNote(new TextDecoder().decode(newest));
  const checkpoint = note && parseCheckpoint(note.text);
  if (
    note === undefined ||
    checkpoint === undefined ||
    checkpoint.origin !== keys[0]?.name ||
    (await verifyNote(note, keys)).outcome !== 'verified'
  )
    throw new LogConflict('the newest checkpoint of a log is not its own');
  const { size, root } = checkpoint;
  const tree = await treeOf(survivors, log, { size, in: size });
  if (!equalBytes(await rootOf(sha256, tree), root))
    throw new LogConflict(`the tiles of ${size} entries are others than were signed`);
  return tree;
};

/** What can be read in bundles, from the one on that has this place. */
const bundledEntries = async ({ files }: Survivors, log: LogName, from: number): Promise<Stretch> => {
  const first = Math.floor(from / TILE_WIDTH);
  const entries: Uint8Array[] = [];
  for (let index = first; ; index++) {
    const bundle = await files.widestBundle(log, index);
    const read = bundle && fromBundle(await files.tile(log, bundle), bundle.width);
    if (bundle !== undefined && read === undefined) throw new LogConflict('a bundle of a log is none');
    entries.push(...(read ?? []));
    if (bundle?.width !== TILE_WIDTH) return { start: first * TILE_WIDTH, entries };
  }
};

/**
 * What is known, continued by the stage that was being laid out when the head was lost, or else by one that nobody had
 * begun to lay out: its events were on record before it was made. Of several it is the one of which the most lies there;
 * where as much lies there of two, all that lies there is of both.
 */
const withStaged = async (
  { files }: Survivors,
  log: LogName,
  { known, stages }: { readonly known: Stretch; readonly stages: readonly Stage[] },
): Promise<Stretch> => {
  const end = endOf(known);
  let best = { begun: -1, entries: known };
  for (const stage of stages) {
    const entries = continuedBy(log, known, stage);
    if (entries === undefined) continue;
    const tiles = (await files.laidOut(stage)).flatMap((name) => tileOfBlob(log, name) ?? []);
    const begun = tiles.filter((tile) => sizeOfTile(tile) > end).length;
    if (begun > best.begun) best = { begun, entries };
  }
  return best.entries;
};

/**
 * Reads from its blobs what a log has come to, where its head is lost. All that was ever signed is part of it, and all that
 * has ever left the outbox, and nothing that lies there contradicts it: a batch lies there whole before it is signed or
 * leaves, and one that lies there in part still has its stage. Undefined where no log was begun. Throws `LogConflict` where
 * the newest checkpoint is not signed by the log's key, or speaks of other entries.
 */
export const survivingLog =
  (survivors: Survivors) =>
  async (log: LogName): Promise<SurvivingLog | undefined> => {
    const tree = await publishedTree(survivors, log);
    const stages = await survivors.files.stages(log);
    // A batch that was published has its stage until its events have left the outbox.
    const from = stages
      .flatMap((stage) => stagedEntries(log, stage) ?? [])
      .filter((staged) => endOf(staged) >= tree.size)
      .reduce((least, { start }) => Math.min(least, start), tree.size);
    const bundled = await bundledEntries(survivors, log, from);
    if (endOf(bundled) < tree.size) throw new LogConflict('a log lacks entries that were published');
    const known = await withStaged(survivors, log, { known: bundled, stages });
    if (endOf(known) === 0) return undefined;
    return { tree, unpublished: known.entries.slice(tree.size - known.start), latest: known.entries };
  };
