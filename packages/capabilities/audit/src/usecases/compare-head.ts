import { equalBytes } from '@temkin/crypto';
import { appendLeaves, EMPTY_TREE, leafHash, rootOf, type Tree } from '@temkin/tlog';
import type { LogHead } from '../domain/index.ts';
import { survivingLog, treeOf, type SurvivingLog, type Survivors } from './surviving-log.ts';

/** What the blobs of a log are to a head: all that it has committed to lies there, fewer entries do, or others. */
export type HeadVerdict = 'continued' | 'shorter' | 'other';

type Known = Pick<SurvivingLog, 'tree' | 'unpublished'>;

const NOTHING: Known = { tree: EMPTY_TREE, unpublished: [] };

/**
 * Compares a log's blobs with a head, up to all that the head has committed to, published or not. Throws `LogConflict`
 * where they contradict themselves, or are signed by a key that is not the log's.
 */
export const compareHead = (survivors: Survivors) => {
  const { sha256 } = survivors;

  const treeAt = async ({ log, tree: { size } }: LogHead, { tree, unpublished }: Known): Promise<Tree> => {
    if (size <= tree.size) return treeOf(survivors, log, { size, in: tree.size });
    const beyond = unpublished.slice(0, size - tree.size);
    const leaves = await Promise.all(beyond.map((entry) => leafHash(sha256, entry)));
    return (await appendLeaves(sha256, tree, leaves)).tree;
  };

  return async (head: LogHead): Promise<HeadVerdict> => {
    const known = (await survivingLog(survivors)(head.log)) ?? NOTHING;
    if (known.tree.size + known.unpublished.length < head.tree.size) return 'shorter';
    const root = await rootOf(sha256, await treeAt(head, known));
    return equalBytes(root, await rootOf(sha256, head.tree)) ? 'continued' : 'other';
  };
};
