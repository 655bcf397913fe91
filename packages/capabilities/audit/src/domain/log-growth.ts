import {
  appendLeaves,
  fromBundle,
  fromTile,
  hashesAt,
  leafHash,
  newBundles,
  newTiles,
  TILE_HEIGHT,
  TILE_WIDTH,
  toBundle,
  toTile,
  type Sha256,
  type Tile,
  type Tree,
} from '@temkin/tlog';

/** Answers the bytes of a tile or bundle that the log has at its present size. */
export type ReadEdge = (tile: Tile) => Promise<Uint8Array>;

/** A tree that has grown, and the tiles and bundles that it has now and had not before. */
export interface Growth {
  readonly tree: Tree;
  readonly tiles: readonly { readonly tile: Tile; readonly bytes: Uint8Array }[];
}

/** What stands already in the tile that is not full: nothing where the last one is. */
const edgeOf = async <Place>(
  level: Tile['level'],
  size: number,
  readEdge: ReadEdge,
  parse: (bytes: Uint8Array, width: number) => readonly Place[] | undefined,
): Promise<readonly Place[]> => {
  const width = size % TILE_WIDTH;
  if (width === 0) return [];
  const tile = { level, index: Math.floor(size / TILE_WIDTH), width };
  const places = parse(await readEdge(tile), width);
  if (places === undefined) throw new Error('the edge of the log is not as wide as it should be');
  return places;
};

/** Fills tiles of one level with places that stand side by side, the first at the beginning of the first tile. */
const fill = <Place>(
  tiles: readonly Tile[],
  places: readonly Place[],
  format: (places: readonly Place[]) => Uint8Array,
) =>
  tiles.map((tile, at) => ({
    tile,
    bytes: format(places.slice(at * TILE_WIDTH, at * TILE_WIDTH + tile.width)),
  }));

/** A log of one more batch of entries: its tree, and what of it changes on the disk (c2sp.org/tlog-tiles). */
export const growLog = async (
  sha256: Sha256,
  old: Tree,
  entries: readonly Uint8Array[],
  readEdge: ReadEdge,
): Promise<Growth> => {
  const leaves = await Promise.all(entries.map((entry) => leafHash(sha256, entry)));
  const { tree, completed } = await appendLeaves(sha256, old, leaves);

  const bundled = [...(await edgeOf('entries', old.size, readEdge, fromBundle)), ...entries];
  const bundles = fill(newBundles(old.size, tree.size), bundled, toBundle);

  const tiles = newTiles(old.size, tree.size);
  const levels = [...new Set(tiles.map(({ level }) => Number(level)))];
  const hashed = await Promise.all(
    levels.map(async (level) => {
      const edge = await edgeOf(level, hashesAt(level, old.size), readEdge, fromTile);
      const added = completed.filter((node) => node.level === level * TILE_HEIGHT).map(({ hash }) => hash);
      return fill(
        tiles.filter((tile) => tile.level === level),
        [...edge, ...added],
        toTile,
      );
    }),
  );
  return { tree, tiles: [...bundles, ...hashed.flat()] };
};
