import { growLog, verifyLog, type LogVerdict, type OlderCheckpoint } from '@temkin/audit/domain';
import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  EMPTY_TREE,
  formatCheckpoint,
  formatNote,
  formatProof,
  formatVerifierKey,
  nodesInTiles,
  proveConsistency,
  proveInclusion,
  rootOf,
  signNote,
  tilePath,
  verifierKey,
  type ReadTile,
  type Tree,
  type VerifierKey,
} from '@temkin/tlog';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';

/** A log's directory by paths: `checkpoint`, `checkpoints/<size>`, `tile/…`, `log.vkey`, `proofs/…`. */
export type LogFiles = Map<string, Uint8Array>;

/** A log's directory in memory, and who signs it. */
export interface SmallLog {
  readonly files: LogFiles;
  readonly key: VerifierKey;
  readonly signer: Signer;
  readonly entries: Uint8Array[];
  tree: Tree;
}

/** An empty log that nobody has signed yet. */
export const smallLog = async (origin = 'log.example/ems/2026'): Promise<SmallLog> => {
  const signer = memorySigner();
  const publicKey = (await signer.publicKey()).slice(-32);
  const key = await verifierKey(sha256, { name: origin, type: 'ed25519', publicKey });
  const files = new Map([['log.vkey', utf8(`${formatVerifierKey(key)}\n`)]]);
  return { files, key, signer, entries: [], tree: EMPTY_TREE };
};

/** The checkpoint of the log as it is, signed, as text. */
export const checkpointOf = async ({ tree, key, signer }: SmallLog): Promise<string> => {
  const text = formatCheckpoint({ origin: key.name, size: tree.size, root: await rootOf(sha256, tree) });
  return formatNote({ text, signatures: [await signNote(text, key, signer)] });
};

const tilesOf =
  ({ files }: SmallLog): ReadTile =>
  async (tile) => {
    const bytes = files.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`${tilePath(tile)} is missing`);
    return bytes;
  };

/** Lets a log grow by a batch and lays out its files, the checkpoint among them, which is kept for good besides. */
export const grow = async (log: SmallLog, entries: readonly Uint8Array[]): Promise<void> => {
  const { tree, tiles } = await growLog(sha256, log.tree, entries, tilesOf(log));
  for (const { tile, bytes } of tiles) log.files.set(tilePath(tile), bytes);
  log.entries.push(...entries);
  log.tree = tree;
  const checkpoint = utf8(await checkpointOf(log));
  log.files.set('checkpoint', checkpoint).set(`checkpoints/${tree.size}`, checkpoint);
};

/** The proof that the log as it is began with the log of an older size. */
export const growthOf = (log: SmallLog, oldSize: number): Promise<readonly Uint8Array[]> => {
  const newSize = log.tree.size;
  return proveConsistency(sha256, { oldSize, newSize }, nodesInTiles(sha256, newSize, tilesOf(log)));
};

/** Lays out the proof that an entry stands in the log as it is, and the entry. */
export const prove = async (log: SmallLog, index: number): Promise<void> => {
  const { size } = log.tree;
  const proof = await proveInclusion(sha256, { index, size }, nodesInTiles(sha256, size, tilesOf(log)));
  const text = formatProof({ index, proof, checkpoint: await checkpointOf(log) });
  const name = `proofs/${index}-of-${size}`;
  log.files.set(`${name}.tlog-proof`, utf8(text));
  log.files.set(`${name}.entry`, log.entries[index] ?? new Uint8Array());
};

/** The older checkpoints among a log's files, by their paths. */
export const olderIn = (files: LogFiles): readonly OlderCheckpoint[] =>
  [...files]
    .filter(([path]) => path.startsWith('checkpoints/'))
    .map(([name, bytes]) => ({ name, note: new TextDecoder().decode(bytes) }));

/** What our own verifier says of a log's files, with every older checkpoint among them. */
export const verifyFiles = (files: LogFiles, keys: readonly VerifierKey[]): Promise<LogVerdict> =>
  verifyLog({
    sha256,
    read: async (path) => files.get(path),
    keys,
    older: olderIn(files),
  });
