import { nodeHash, nodesOf, rootOf, type ReadNodes, type Tree } from '@temkin/tlog';
import { sha256 } from './sha256.ts';

/**
 * A tree whose entries all have the same hash, so that it can be as large as one likes: what its nodes are, their level
 * says. Proofs in it are proofs as in any other.
 */
export const uniformTree = (leaf: Uint8Array, size: number) => {
  const levels: Promise<Uint8Array>[] = [Promise.resolve(leaf)];
  const hashAt = (level: number): Promise<Uint8Array> => {
    const below = levels[level] ?? hashAt(level - 1).then((hash) => nodeHash(sha256, hash, hash));
    levels[level] = below;
    return below;
  };
  const readNodes: ReadNodes = (nodes) => Promise.all(nodes.map(({ level }) => hashAt(level)));
  return {
    readNodes,
    root: async (): Promise<Uint8Array> => {
      const tree: Tree = { size, frontier: await readNodes(nodesOf({ start: 0, end: size })) };
      return rootOf(sha256, tree);
    },
  };
};
