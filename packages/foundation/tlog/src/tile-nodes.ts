import { concatBytes } from '@temkin/kernel';
import { nodeHash } from './hash.ts';
import { HASH_BYTES, type Sha256 } from './sha256.ts';
import type { Node, ReadNodes } from './subtree.ts';
import { hashesAt, TILE_HEIGHT, TILE_WIDTH, tilePath, type Tile } from './tile.ts';

/** Answers a tile's bytes: as many hashes as it is wide. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** The bytes of a tile. */
export const toTile = (hashes: readonly Uint8Array[]): Uint8Array => concatBytes(...hashes);

/** The hashes of a tile; undefined where the bytes are not as many hashes. */
export const fromTile = (bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined =>
  bytes.length === width * HASH_BYTES
    ? Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))
    : undefined;

/** The hash over neighbours, as many as a power of two. */
const foldPerfect = async (sha256: Sha256, hashes: readonly Uint8Array[]): Promise<Uint8Array> => {
  let level = hashes;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2);
      if (left === undefined || right === undefined) throw new RangeError('a subtree is not complete');
      above.push(await nodeHash(sha256, left, right));
    }
    level = above;
  }
  const [root] = level;
  if (root === undefined) throw new RangeError('a subtree has one hash at least');
  return root;
};

/** The tile that holds the hashes which a node is made of, as it is in a tree of this size. */
const tileOf = (
  node: Node,
  size: number,
): { readonly tile: Tile; readonly from: number; readonly count: number } => {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const count = 2 ** (node.level % TILE_HEIGHT);
  const first = node.index * count;
  const index = Math.floor(first / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH);
  return { tile: { level, index, width }, from: first - index * TILE_WIDTH, count };
};

/**
 * Reads nodes of a tree of this size from its tiles, each of them once for all nodes asked for together. The tiles are
 * believed: whoever makes a proof of them verifies it against a checkpoint. Throws where a tile is not as wide as it says.
 */
export const nodesInTiles = (sha256: Sha256, size: number, readTile: ReadTile): ReadNodes => {
  const hashesIn = async (tile: Tile): Promise<readonly Uint8Array[]> => {
    const hashes = fromTile(await readTile(tile), tile.width);
    if (hashes === undefined) throw new Error(`${tilePath(tile)} does not hold ${tile.width} hashes`);
    return hashes;
  };
  return async (nodes) => {
    const tiles = new Map<string, Promise<readonly Uint8Array[]>>();
    return Promise.all(
      nodes.map(async (node) => {
        const { tile, from, count } = tileOf(node, size);
        const path = tilePath(tile);
        const hashes = tiles.get(path) ?? hashesIn(tile);
        tiles.set(path, hashes);
        return foldPerfect(sha256, (await hashes).slice(from, from + count));
      }),
    );
  };
};
