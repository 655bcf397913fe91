import { equalBytes } from '@temkin/crypto';
import { fromBundle, parseTilePath, TILE_WIDTH, type Tile } from '@temkin/tlog';
import type { LogName } from './log-head.ts';
import { tilePathOf } from './log-layout.ts';
import type { Stage } from './stage.ts';

/** Entries that stand side by side in a log, the first of them at `start`. */
export interface Stretch {
  readonly start: number;
  readonly entries: readonly Uint8Array[];
}

/** The place behind the last entry: the size of a log that ends with them. */
export const endOf = ({ start, entries }: Stretch): number => start + entries.length;

/** The size of a log from which on it has a tile: all entries that the tile speaks of are in it. */
export const sizeOfTile = ({ level, index, width }: Tile): number =>
  (index * TILE_WIDTH + width) * TILE_WIDTH ** (level === 'entries' ? 0 : level);

/** The tile or bundle of a blob; undefined for one that is neither. */
export const tileOfBlob = (log: LogName, name: string): Tile | undefined => {
  const path = tilePathOf(log, name);
  return path === undefined ? undefined : parseTilePath(path);
};

/** The entries that a stage lays out, with those that stand before them in the first bundle. */
export const stagedEntries = (log: LogName, { blobs }: Stage): Stretch | undefined => {
  const bundles = blobs
    .map(({ name, bytes }) => ({ tile: tileOfBlob(log, name), bytes }))
    .flatMap(({ tile, bytes }) => (tile?.level === 'entries' ? [{ tile, bytes }] : []))
    .toSorted((a, b) => a.tile.index - b.tile.index);
  const [first] = bundles;
  if (first === undefined) return undefined;
  const entries = bundles.flatMap(({ tile, bytes }) => fromBundle(bytes, tile.width) ?? []);
  return { start: first.tile.index * TILE_WIDTH, entries };
};

/**
 * Entries that are known, and those by which a stage continues them; undefined where it does not: it says something else
 * of a place that is known, or has nothing to add. A stage whose beginning is the log's own holds no event that the log
 * has already, for no event stands in a stage twice.
 */
export const continuedBy = (log: LogName, known: Stretch, stage: Stage): Stretch | undefined => {
  const staged = stagedEntries(log, stage);
  const end = endOf(known);
  if (staged === undefined || staged.start > end || endOf(staged) <= end) return undefined;
  const agree = staged.entries.slice(0, end - staged.start).every((entry, at) => {
    const same = known.entries[staged.start + at - known.start];
    return same === undefined || equalBytes(same, entry);
  });
  if (!agree) return undefined;
  return { start: known.start, entries: [...known.entries, ...staged.entries.slice(end - staged.start)] };
};
