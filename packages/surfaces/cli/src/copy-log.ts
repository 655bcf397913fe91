import { demandReadable, type ReadLogFile } from '@temkin/audit/domain';
import { iterateBundles, iterateTiles, tilePath, type Tile } from '@temkin/tlog';
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

/**
 * Copies what a log of this size consists of into a directory, as it is served. What lies there already is not asked for
 * again, so a copy that was cut off is completed and one of an older size is brought up to date. Nothing is verified. Throws
 * where the log lacks something.
 */
export const copyLog = async (
  { read, size }: { readonly read: ReadLogFile; readonly size: number },
  directory: string,
  onFile: (copied: { readonly entries: number; readonly bytes: number }) => void,
): Promise<void> => {
  demandReadable(size);
  const tiles = tilesOf(size);
  const copyOne = async (tile: Tile): Promise<void> => {
    const path = tilePath(tile);
    const entries = tile.level === 'entries' ? tile.width : 0;
    if (existsSync(join(directory, path))) {
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
  await Promise.all(Array.from({ length: READS }, copyRest));
};
