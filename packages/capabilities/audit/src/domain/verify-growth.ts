import {
  fromTile,
  nodesInTiles,
  proveConsistency,
  tilePath,
  verifyConsistency,
  type Checkpoint,
  type VerifiedSignature,
} from '@temkin/tlog';
import { demandWitnesses } from './demand-witnesses.ts';
import { Refused, type RefusedLog } from './log-fault.ts';
import type { LogToRead } from './log-statements.ts';
import { demandAskedFor, readNewestNote, type LogToTrust } from './newest-checkpoint.ts';
import { demand } from './replay-log.ts';
import { readSigned, type Signed } from './signed-checkpoint.ts';

/** How a log has come on since it was looked at before. */
export type GrowthVerdict =
  | {
      readonly outcome: 'grown' | 'unchanged';
      readonly checkpoint: Checkpoint;
      /** The signed note of it, to be kept for the next time. */
      readonly note: string;
      readonly signatures: readonly VerifiedSignature[];
    }
  | RefusedLog;

/** The proof of growth is read from the tiles, which are believed only as far as it verifies against both roots. */
const compare = async ({ sha256, read }: LogToRead, kept: Signed, newest: Signed): Promise<void> => {
  const [old, now] = [kept.checkpoint, newest.checkpoint];
  if (old.origin !== now.origin) throw new Refused('other-log', kept.name);
  if (old.size > now.size) throw new Refused('rolled-back', kept.name);
  const readNodes = nodesInTiles(sha256, now.size, async (tile) => {
    const path = tilePath(tile);
    const bytes = await demand(read, path);
    if (fromTile(bytes, tile.width) === undefined) throw new Refused('malformed', path);
    return bytes;
  });
  const proof = await proveConsistency(sha256, { oldSize: old.size, newSize: now.size }, readNodes);
  const claim = { oldSize: old.size, oldRoot: old.root, newSize: now.size, newRoot: now.root, proof };
  if (!(await verifyConsistency(sha256, claim))) throw new Refused('inconsistent', kept.name);
};

/**
 * Verifies that the newest checkpoint of a log is signed, by witnesses too where some are demanded, and that the log has
 * only grown since the one that was kept: by hashes alone, so it discloses nothing and costs a handful of tiles.
 */
export const verifyGrowth = async (
  log: LogToTrust,
  kept: { readonly name: string; readonly note: string } | undefined,
): Promise<GrowthVerdict> => {
  try {
    const note = await readNewestNote(log);
    const newest = await readSigned('checkpoint', note, log.keys);
    demandAskedFor(newest, log);
    demandWitnesses(newest.signatures, log);
    const before = kept && (await readSigned(kept.name, kept.note, log.keys));
    if (before !== undefined) await compare(log, before, newest);
    const isSame = before?.checkpoint.size === newest.checkpoint.size;
    const { checkpoint, signatures } = newest;
    return { outcome: isSame ? 'unchanged' : 'grown', checkpoint, note, signatures };
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', fault: error.fault, at: error.at };
    throw error;
  }
};
