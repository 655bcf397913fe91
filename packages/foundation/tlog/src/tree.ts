import { emptyRoot, nodeHash } from './hash.ts';
import type { Sha256 } from './sha256.ts';
import { foldNodes, type Node } from './subtree.ts';

/** A tree by what growing it needs: its perfect subtrees' hashes from left to right, one for each 1 of the binary size. */
export interface Tree {
  readonly size: number;
  readonly frontier: readonly Uint8Array[];
}

export const EMPTY_TREE: Tree = { size: 0, frontier: [] };

/** A node that became complete, and its hash. */
export interface CompleteNode extends Node {
  readonly hash: Uint8Array;
}

/** The tree with more entries, given by their hashes, and every node that they complete, in the order of completion. */
export const appendLeaves = async (
  sha256: Sha256,
  tree: Tree,
  leaves: readonly Uint8Array[],
): Promise<{ readonly tree: Tree; readonly completed: readonly CompleteNode[] }> => {
  const frontier = [...tree.frontier];
  const completed: CompleteNode[] = [];
  let size = tree.size;
  for (const leaf of leaves) {
    let [level, index, hash] = [0, size, leaf];
    completed.push({ level, index, hash });
    for (; index % 2 === 1; index = (index - 1) / 2) {
      const left = frontier.pop();
      if (left === undefined) throw new RangeError('the frontier is not that of a tree of this size');
      hash = await nodeHash(sha256, left, hash);
      level += 1;
      completed.push({ level, index: (index - 1) / 2, hash });
    }
    frontier.push(hash);
    size += 1;
  }
  return { tree: { size, frontier }, completed };
};

/** The root of a tree (RFC 6962 §2.1). */
export const rootOf = (sha256: Sha256, { frontier }: Tree): Promise<Uint8Array> =>
  frontier.length === 0 ? emptyRoot(sha256) : foldNodes(sha256, frontier);
