import { fromBundle, toBundle } from './entry-bundle.ts';
import { HASH_BYTES } from './sha256.ts';
import { fromTile } from './tile-nodes.ts';
import { TILE_WIDTH, type Tile } from './tile.ts';

/** The bytes of a partial tile or bundle, by those of the full one; undefined where these are no full one. */
const beginningOf = ({ level, width }: Tile, full: Uint8Array): Uint8Array | undefined => {
  if (level !== 'entries')
    return fromTile(full, TILE_WIDTH) === undefined ? undefined : full.slice(0, width * HASH_BYTES);
  const entries = fromBundle(full, TILE_WIDTH);
  return entries && toBundle(entries.slice(0, width));
};

/**
 * The bytes of a tile or bundle as it is, or was at this width: a partial one may be gone once the full one is there, which
 * begins with it (c2sp.org/tlog-tiles, Partial Tiles). Undefined where neither is there.
 */
export const findTile = async (
  read: (tile: Tile) => Promise<Uint8Array | undefined>,
  tile: Tile,
): Promise<Uint8Array | undefined> => {
  const bytes = await read(tile);
  if (bytes !== undefined || tile.width === TILE_WIDTH) return bytes;
  const full = await read({ ...tile, width: TILE_WIDTH });
  return full && beginningOf(tile, full);
};
