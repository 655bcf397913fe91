/** Hashes of a full tile, and entries of a full bundle (c2sp.org/tlog-tiles, Parameters). */
export const TILE_WIDTH = 256;

/** Levels of the tree that a tile spans. */
export const TILE_HEIGHT = 8;

/** A tile of hashes or a bundle of entries: the `index`-th of its level, with the first `width` of its 256 places. */
export interface Tile {
  /** Tile levels are eight levels of the tree each. Bundles lie at `entries`. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 it is partial. */
  readonly width: number;
}

/** What may stand as a level: 0 to 63, or the word for bundles. */
const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

const LARGEST_LEVEL = 63;

/** Three digits a path element, all but the last after an `x`: 1234067 is `x001/x234/067`. */
const indexPath = (index: number): string => {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replaceAll(/\d{3}(?=\d)/g, 'x$&/');
};

/** Where a tile lies below the log's prefix: `tile/0/x001/x234/067.p/8` (c2sp.org/tlog-tiles, Merkle Tree). */
export const tilePath = ({ level, index, width }: Tile): string =>
  `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;

/** The tile of a path; undefined where the path is none, or says the same tile in other words. */
export const parseTilePath = (path: string): Tile | undefined => {
  const [, level, index, width] = PATH.exec(path) ?? [];
  if (level === undefined || index === undefined) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const known =
    (tile.level === 'entries' || tile.level <= LARGEST_LEVEL) &&
    tile.width <= TILE_WIDTH &&
    Number.isSafeInteger(tile.index);
  return known && tilePath(tile) === path ? tile : undefined;
};

/** Hashes at a tile level in a tree of this size: floor(size ÷ 256^level). */
export const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The tiles of one level that hold its places from `from` up to and without `to`. */
function* levelTiles(level: Tile['level'], from: number, to: number): Generator<Tile, void> {
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++)
    yield { level, index, width: Math.min(TILE_WIDTH, to - index * TILE_WIDTH) };
}

/** As `newTiles`, one after the other: a size that nobody vouches for costs nothing until they are asked for. */
export function* iterateTiles(oldSize: number, newSize: number): Generator<Tile, void> {
  for (let level = 0; hashesAt(level, newSize) > 0; level++) {
    const [from, to] = [hashesAt(level, oldSize), hashesAt(level, newSize)];
    if (from < to) yield* levelTiles(level, from, to);
  }
}

/** As `newBundles`, one after the other. */
export function* iterateBundles(oldSize: number, newSize: number): Generator<Tile, void> {
  if (oldSize < newSize) yield* levelTiles('entries', oldSize, newSize);
}

/** The tiles of hashes that a tree has at the new size and did not have at the old. */
export const newTiles = (oldSize: number, newSize: number): readonly Tile[] => [
  ...iterateTiles(oldSize, newSize),
];

/** The bundles of entries that a log has at the new size and did not have at the old. */
export const newBundles = (oldSize: number, newSize: number): readonly Tile[] => [
  ...iterateBundles(oldSize, newSize),
];
