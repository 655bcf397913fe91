import { cryptoReady } from '@temkin/crypto';
import { toHex, utf8 } from '@temkin/kernel';
import {
  appendLeaves,
  EMPTY_TREE,
  emptyRoot,
  leafHash,
  newBundles,
  newTiles,
  nodeHash,
  nodesInTiles,
  proveConsistency,
  proveInclusion,
  rootOf,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  toTile,
  verifyConsistency,
  verifyInclusion,
  type ReadTile,
  type Tile,
} from '@temkin/tlog';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';

const LARGEST = 70_000;

/** The hashes of every level of the largest tree, of complete subtrees alone. */
const levels: Uint8Array[][] = [];
let leaves: readonly Uint8Array[] = [];

/** MTH(D[start:end]) as RFC 6962 §2.1 says it, but that complete subtrees are looked up. */
const mth = async (start: number, end: number): Promise<Uint8Array> => {
  const width = end - start;
  const level = Math.log2(width);
  const known = Number.isInteger(level) && start % width === 0 ? levels[level]?.[start / width] : undefined;
  if (known !== undefined) return known;
  let split = 1;
  while (split * 2 < width) split *= 2;
  return nodeHash(sha256, await mth(start, start + split), await mth(start + split, end));
};

const rootAt = (size: number): Promise<Uint8Array> => (size === 0 ? emptyRoot(sha256) : mth(0, size));

/** The tiles of a tree of this size, straight from their definition (c2sp.org/tlog-tiles). */
const tilesAt =
  (size: number): ReadTile =>
  async ({ level, index, width }) => {
    const at = Number(level);
    const whole = Math.floor(size / TILE_WIDTH ** at) - index * TILE_WIDTH;
    if (width !== Math.min(TILE_WIDTH, whole))
      throw new Error(`${tilePath({ level, index, width })} is not in it`);
    return toTile((levels[at * TILE_HEIGHT] ?? []).slice(index * TILE_WIDTH, index * TILE_WIDTH + width));
  };

beforeAll(async () => {
  await cryptoReady;
  leaves = await Promise.all(
    Array.from({ length: LARGEST }, (_, at) => leafHash(sha256, utf8(`entry ${at}`))),
  );
  const { completed } = await appendLeaves(sha256, EMPTY_TREE, leaves);
  for (const { level, index, hash } of completed) (levels[level] ??= [])[index] = hash;
});

const size = fc.oneof(
  fc.integer({ min: 1, max: 600 }),
  fc.constantFrom(255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, LARGEST),
  fc.integer({ min: 1, max: LARGEST }),
);

const flip = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('a tree that grows', () => {
  it('has at each size the root that RFC 6962 gives it', async () => {
    let tree = EMPTY_TREE;
    for (let at = 0; at <= 600; at++) {
      expect(toHex(await rootOf(sha256, tree))).toBe(toHex(await rootAt(at)));
      ({ tree } = await appendLeaves(sha256, tree, leaves.slice(at, at + 1)));
    }
  });

  it('comes to the same, however it is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }), async (batches) => {
        let tree = EMPTY_TREE;
        for (const batch of batches) {
          ({ tree } = await appendLeaves(sha256, tree, leaves.slice(tree.size, tree.size + batch)));
        }
        expect(toHex(await rootOf(sha256, tree))).toBe(toHex(await rootAt(tree.size)));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a frontier that is not its own', async () => {
    const broken = { size: 3, frontier: [] };
    await expect(appendLeaves(sha256, broken, leaves.slice(0, 1))).rejects.toThrow(RangeError);
  });
});

describe('a proof of inclusion', () => {
  it('made of tiles holds for every entry of every tree', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async (total, share) => {
          const index = Math.floor(share * total);
          const proof = await proveInclusion(
            sha256,
            { index, size: total },
            nodesInTiles(sha256, total, tilesAt(total)),
          );
          const leaf = leaves[index] ?? new Uint8Array();
          expect(
            await verifyInclusion(sha256, { leaf, index, size: total, root: await rootAt(total), proof }),
          ).toBe(true);
        },
      ),
    );
  });

  it('holds for all entries of all small trees, and for no other entry, index or size', async () => {
    for (let total = 1; total <= 17; total++) {
      const root = await rootAt(total);
      const readNodes = nodesInTiles(sha256, total, tilesAt(total));
      for (let index = 0; index < total; index++) {
        const proof = await proveInclusion(sha256, { index, size: total }, readNodes);
        for (let other = 0; other < total; other++) {
          const leaf = leaves[other] ?? new Uint8Array();
          expect(await verifyInclusion(sha256, { leaf, index, size: total, root, proof })).toBe(
            other === index,
          );
          expect(await verifyInclusion(sha256, { leaf, index: other, size: total, root, proof })).toBe(
            other === index,
          );
        }
      }
    }
  });

  it('does not hold with a bit flipped, a hash left out or one too many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 2_000 }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        async (total, a, b, bit) => {
          const index = a % total;
          const root = await rootAt(total);
          const leaf = leaves[index] ?? new Uint8Array();
          const proof = await proveInclusion(
            sha256,
            { index, size: total },
            nodesInTiles(sha256, total, tilesAt(total)),
          );
          const at = b % proof.length;
          const claim = { leaf, index, size: total, root, proof };
          const wrong = [
            { ...claim, proof: proof.map((hash, place) => (place === at ? flip(hash, bit) : hash)) },
            { ...claim, proof: proof.toSpliced(at, 1) },
            { ...claim, proof: [...proof, leaf] },
            { ...claim, root: flip(root, bit) },
            { ...claim, leaf: flip(leaf, bit) },
            { ...claim, index: total },
            { ...claim, index: -1 },
            { ...claim, index: 0.5 },
          ];
          for (const claimed of wrong) expect(await verifyInclusion(sha256, claimed)).toBe(false);
        },
      ),
    );
  });

  it('cannot be made of an entry that is not there', async () => {
    const readNodes = nodesInTiles(sha256, 5, tilesAt(5));
    await expect(proveInclusion(sha256, { index: 5, size: 5 }, readNodes)).rejects.toThrow(RangeError);
  });
});

describe('a proof of consistency', () => {
  it('made of tiles holds for every two sizes', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, async (a, b) => {
        const [oldSize, newSize] = [Math.min(a, b), Math.max(a, b)];
        const readNodes = nodesInTiles(sha256, newSize, tilesAt(newSize));
        const proof = await proveConsistency(sha256, { oldSize, newSize }, readNodes);
        const [oldRoot, newRoot] = [await rootAt(oldSize), await rootAt(newSize)];
        expect(await verifyConsistency(sha256, { oldSize, oldRoot, newSize, newRoot, proof })).toBe(true);
      }),
    );
  });

  it('of small trees holds for its own sizes and roots alone', async () => {
    for (let newSize = 1; newSize <= 17; newSize++) {
      const newRoot = await rootAt(newSize);
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const readNodes = nodesInTiles(sha256, newSize, tilesAt(newSize));
        const proof = await proveConsistency(sha256, { oldSize, newSize }, readNodes);
        for (let other = 0; other <= newSize; other++) {
          const oldRoot = await rootAt(other);
          const claim = { oldSize, oldRoot, newSize, newRoot, proof };
          expect(await verifyConsistency(sha256, claim)).toBe(other === oldSize);
        }
      }
    }
  });

  it('does not hold with a bit flipped, a hash left out or one too many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 2_000 }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        async (newSize, a, b, bit) => {
          const oldSize = 1 + (a % (newSize - 1));
          const [oldRoot, newRoot] = [await rootAt(oldSize), await rootAt(newSize)];
          const proof = await proveConsistency(
            sha256,
            { oldSize, newSize },
            nodesInTiles(sha256, newSize, tilesAt(newSize)),
          );
          const at = b % proof.length;
          const claim = { oldSize, oldRoot, newSize, newRoot, proof };
          const wrong = [
            { ...claim, proof: proof.map((hash, place) => (place === at ? flip(hash, bit) : hash)) },
            { ...claim, proof: proof.toSpliced(at, 1) },
            { ...claim, proof: [...proof, newRoot] },
            { ...claim, proof: [] },
            { ...claim, oldRoot: flip(oldRoot, bit) },
            { ...claim, newRoot: flip(newRoot, bit) },
            { ...claim, oldSize: newSize },
            { ...claim, oldSize: newSize + 1 },
          ];
          for (const claimed of wrong) expect(await verifyConsistency(sha256, claimed)).toBe(false);
        },
      ),
    );
  });

  it('is empty for an empty tree, whose root is that of nothing', async () => {
    const newRoot = await rootAt(7);
    const claim = { oldSize: 0, oldRoot: await emptyRoot(sha256), newSize: 7, newRoot, proof: [] };
    expect(await verifyConsistency(sha256, claim)).toBe(true);
    expect(await verifyConsistency(sha256, { ...claim, oldRoot: newRoot })).toBe(false);
    expect(await verifyConsistency(sha256, { ...claim, proof: [newRoot] })).toBe(false);
  });

  it('cannot be made for a tree that shrank', async () => {
    const readNodes = nodesInTiles(sha256, 5, tilesAt(5));
    await expect(proveConsistency(sha256, { oldSize: 6, newSize: 5 }, readNodes)).rejects.toThrow(RangeError);
  });
});

/** How wide each tile is in the end. */
const held = (tiles: readonly Tile[]): ReadonlyMap<string, number> =>
  new Map(tiles.map(({ level, index, width }) => [`${level}/${index}`, width]));

/** A tile of which a byte is missing. */
const short: ReadTile = async (tile) => (await tilesAt(10)(tile)).subarray(1);

describe('the tiles of a tree', () => {
  it.each([
    ['hashes', newTiles],
    ['entries', newBundles],
  ] as const)(
    'of %s that are new after each batch are those that a tree has which came at once',
    (_, tilesOf) => {
      fc.assert(
        fc.property(size, fc.array(size, { maxLength: 5 }), (total, cuts) => {
          const sizes = [0, ...cuts.filter((cut) => cut < total).toSorted((a, b) => a - b), total];
          const grown = sizes.slice(1).flatMap((to, at) => tilesOf(sizes[at] ?? 0, to));
          const atOnce = tilesOf(0, total);
          expect(held(grown)).toEqual(held(atOnce));
          // No tile is written twice at one width, and none that a batch did not touch.
          expect(new Set(grown.map(tilePath)).size).toBe(grown.length);
        }),
      );
    },
  );

  it('are none where nothing was added', () => {
    expect(newTiles(300, 300)).toEqual([]);
    expect(newBundles(256, 256)).toEqual([]);
  });

  it('are refused where one is not as wide as it says', async () => {
    await expect(nodesInTiles(sha256, 10, short)([{ level: 0, index: 0 }])).rejects.toThrow(
      'tile/0/000.p/10',
    );
  });
});
