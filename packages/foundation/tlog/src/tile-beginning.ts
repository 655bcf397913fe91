import { fromBundle, toBundle } from './entry-bundle.ts';
import { HASH_BYTES } from './sha256.ts';
import { fromTile } from './tile-nodes.ts';
import { TILE_WIDTH, type Tile } from './tile.ts';

/**
 * The bytes of a partial tile or bundle, read from the full one that it has become: it begins with them, and the partial one
 * may be gone (c2sp.org/tlog-tiles, Partial Tiles). Undefined where the bytes are no full one.
 */
export const beginningOf = ({ level, width }: Tile, full: Uint8Array): Uint8Array | undefined => {
  if (level !== 'entries')
    return fromTile(full, TILE_WIDTH) === undefined ? undefined : full.slice(0, width * HASH_BYTES);
  const entries = fromBundle(full, TILE_WIDTH);
  return entries && toBundle(entries.slice(0, width));
};
