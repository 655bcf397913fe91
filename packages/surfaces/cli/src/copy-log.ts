import { demandReadable, type ReadLogFile } from '@temkin/audit/domain';
import { hashesAt, iterateBundles, iterateTiles, TILE_WIDTH, tilePath, type Tile } from '@temkin/tlog';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeBelow } from './whole-files.ts';

/** Files that are asked for at a time. */
const READS = 8;

/** What a log of this size consists of. */
function* tilesOf(size: number): Generator<Tile, void> {
  yield* iterateBundles(0, size);
  yield* iterateTiles(0, size);
}

/** Whether a log of this size has a tile as it is. */
export const isTileOf = ({ level, index, width }: Tile, size: number): boolean => {
  const end = index * TILE_WIDTH + width;
  const places = level === 'entries' ? size : hashesAt(level, size);
  return width === TILE_WIDTH ? end <= places : end === places;
};

/** A log in a directory, as it was copied. */
export interface CopiedLog {
  readonly directory: string;
  readonly size: number;
  /** The size at which the copy was verified before; 0 where it never was. */
  readonly keptSize: number;
  /** Whether files lay there that nobody had verified: a run before was cut off. */
  readonly isResumed: boolean;
}

/** The paths of what a copy has of a log and had not when it was verified at a size before. */
export function* copiedTiles(size: number, keptSize: number): Generator<string, void> {
  for (const tile of tilesOf(size)) if (!isTileOf(tile, keptSize)) yield tilePath(tile);
}

/**
 * Copies what a log of this size consists of into a directory, as it is served. What lies there already is not asked for
 * again, so a copy that was cut off is completed and one of an older size is brought up to date. Nothing is verified. Throws
 * where the log lacks something.
 */
export const copyLog = async (
  { read, size }: { readonly read: ReadLogFile; readonly size: number },
  { directory, keptSize }: Pick<CopiedLog, 'directory' | 'keptSize'>,
  onFile: (copied: { readonly entries: number; readonly bytes: number }) => void,
): Promise<CopiedLog> => {
  demandReadable(size);
  const tiles = tilesOf(size);
  let isResumed = false;
  const copyOne = async (tile: Tile): Promise<void> => {
    const path = tilePath(tile);
    const entries = tile.level === 'entries' ? tile.width : 0;
    if (existsSync(join(directory, path))) {
      isResumed ||= !isTileOf(tile, keptSize);
      onFile({ entries, bytes: 0 });
      return;
    }
    const bytes = await read(path);
    if (bytes === undefined) throw new Error(`The log lacks ${path}, which its checkpoint speaks of.`);
    await writeBelow(directory, path, bytes);
    onFile({ entries, bytes: bytes.length });
  };
  const copyRest = async (): Promise<void> => {
    for (const tile of tiles) await copyOne(tile);
  };
  const copying = Array.from({ length: READS }, copyRest);
  // Where one fails, nothing is written any more once that is told.
  await Promise.allSettled(copying);
  await Promise.all(copying);
  return { directory, size, keptSize, isResumed };
};
