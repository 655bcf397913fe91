import { nodeHash } from './hash.ts';
import type { Sha256 } from './sha256.ts';

/** The root of a perfect subtree: of the 2^level entries from index · 2^level on. Level 0 are the entries' own hashes. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** The entries from `start` up to and without `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Answers the hashes of nodes, in the order asked. All of them must be complete in the tree that is read. */
export type ReadNodes = (nodes: readonly Node[]) => Promise<readonly Uint8Array[]>;

/** The largest power of two that is smaller than `size`, where RFC 6962 §2.1 splits a tree of two entries or more. */
export const splitPoint = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/**
 * The perfect subtrees that make up a range, from left to right, each smaller than the one before. The range begins
 * where a subtree of its size may begin: at a multiple of the power of two that holds it.
 */
export const nodesOf = ({ start, end }: Range): readonly Node[] => {
  const nodes: Node[] = [];
  let from = start;
  while (from < end) {
    let [level, width] = [0, 1];
    while (from + width * 2 <= end) [level, width] = [level + 1, width * 2];
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
};

/** The hash of a range, from the hashes of its perfect subtrees: there must be one at least. */
export const foldNodes = async (sha256: Sha256, hashes: readonly Uint8Array[]): Promise<Uint8Array> => {
  const [last, ...others] = hashes.toReversed();
  if (last === undefined) throw new RangeError('a range has one entry at least');
  let root = last;
  for (const left of others) root = await nodeHash(sha256, left, root);
  return root;
};

/** The hashes of ranges, whose nodes are asked for all at once. */
export const hashRanges = async (
  sha256: Sha256,
  ranges: readonly Range[],
  readNodes: ReadNodes,
): Promise<readonly Uint8Array[]> => {
  const nodes = ranges.map(nodesOf);
  const hashes = await readNodes(nodes.flat());
  let at = 0;
  return Promise.all(nodes.map(({ length }) => foldNodes(sha256, hashes.slice(at, (at += length)))));
};
