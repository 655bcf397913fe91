import { growLog } from '@temkin/audit/domain';
import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  EMPTY_TREE,
  formatCheckpoint,
  formatNote,
  rootOf,
  signNote,
  tilePath,
  verifierKey,
  type Tree,
  type VerifierKey,
} from '@temkin/tlog';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';

/** A log's directory in memory, and who signs it. */
export interface SmallLog {
  readonly files: Map<string, Uint8Array>;
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
  return { files: new Map(), key, signer, entries: [], tree: EMPTY_TREE };
};

/** The checkpoint of the log as it is, signed, as text. */
export const checkpointOf = async ({ tree, key, signer }: SmallLog): Promise<string> => {
  const text = formatCheckpoint({ origin: key.name, size: tree.size, root: await rootOf(sha256, tree) });
  return formatNote({ text, signatures: [await signNote(text, key, signer)] });
};

/** Lets a log grow by a batch and lays out its files, the checkpoint among them. */
export const grow = async (log: SmallLog, entries: readonly Uint8Array[]): Promise<void> => {
  const { tree, tiles } = await growLog(sha256, log.tree, entries, async (tile) => {
    const bytes = log.files.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`${tilePath(tile)} is missing`);
    return bytes;
  });
  for (const { tile, bytes } of tiles) log.files.set(tilePath(tile), bytes);
  log.entries.push(...entries);
  log.tree = tree;
  log.files.set('checkpoint', utf8(await checkpointOf(log)));
};
