import { LogConflict, logFiles } from '@temkin/audit';
import { growLog, tileBlob } from '@temkin/audit/domain';
import { utf8 } from '@temkin/kernel';
import { EMPTY_TREE, findTile, TILE_WIDTH, type Tile } from '@temkin/tlog';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs, type MemoryBlobs } from '../support/memory-blobs.ts';
import { sha256 } from '../support/sha256.ts';

const LOG = { tenant: 'ems', year: '2026' };
const LEVELS = ['entries', 0] as const;

const entries = Array.from({ length: 300 }, (_, at) => utf8(`{"event":${at}}`));

const noEdge = () => Promise.reject(new Error('a new log has no edge'));

/** The tiles that a log of so many entries has. */
const tilesAt = async (size: number) =>
  (await growLog(sha256, EMPTY_TREE, entries.slice(0, size), noEdge)).tiles;

const tileAt = (level: Tile['level'], width: number, index = 0): Tile => ({ level, index, width });

let blobs: MemoryBlobs;
let files: ReturnType<typeof logFiles>;

/** Lays out the log as it was at each size. */
const layOut = async (...sizes: readonly number[]): Promise<void> => {
  for (const size of sizes)
    for (const { tile, bytes } of await tilesAt(size)) blobs.stored.set(tileBlob(LOG, tile), bytes);
};

beforeEach(() => {
  blobs = memoryBlobs();
  files = logFiles(blobs);
});

/** A log whose full tiles are none. */
const cut = async (tile: Tile) => (tile.width === TILE_WIDTH ? utf8('cut') : undefined);

describe('a tile or bundle that was partial', () => {
  it('is read from the full one that it has become, at any width', async () => {
    await layOut(TILE_WIDTH);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: TILE_WIDTH }), async (width) => {
        const then = new Map((await tilesAt(width)).map(({ tile, bytes }) => [tile.level, bytes]));
        for (const level of LEVELS)
          expect(await files.tile(LOG, tileAt(level, width))).toEqual(then.get(level));
        expect(await files.bundle(LOG, 0, width)).toEqual(entries.slice(0, width));
      }),
      { numRuns: 30 },
    );
  });

  it('is missing where neither is there, and where the full one is none', async () => {
    await layOut(7);
    for (const level of LEVELS) {
      expect(await files.find(LOG, tileAt(level, 8))).toBeUndefined();
      await expect(files.tile(LOG, tileAt(level, 8))).rejects.toThrow('is missing');
      expect(await findTile(cut, tileAt(level, 8))).toBeUndefined();
    }
  });
});

describe('sweeping partial tiles', () => {
  it('removes all of one that is full, and those of no other', async () => {
    await layOut(5, 200, TILE_WIDTH, 270, 300);
    for (const level of LEVELS) await files.removePartials(LOG, tileAt(level, TILE_WIDTH));
    const partial = [...blobs.stored.keys()].filter((name) => name.includes('.p/')).toSorted();
    const kept = [tileAt('entries', 14, 1), tileAt('entries', 44, 1), tileAt(0, 14, 1), tileAt(0, 44, 1)];
    expect(partial).toEqual([...kept, tileAt(1, 1)].map((tile) => tileBlob(LOG, tile)).toSorted());
  });

  it('removes nothing where the full one is not there', async () => {
    await layOut(5, 200);
    const before = [...blobs.stored.keys()];
    for (const level of LEVELS) await files.removePartials(LOG, tileAt(level, TILE_WIDTH));
    expect([...blobs.stored.keys()]).toEqual(before);
  });
});

const stageOf = async (size: number) => ({
  eventIds: [],
  blobs: (await tilesAt(size)).map(({ tile, bytes }) => ({ name: tileBlob(LOG, tile), bytes })),
});

/** Blobs of which one goes as soon as it was found to be there. */
const vanishing = (gone: string): ReturnType<typeof logFiles> =>
  logFiles({
    ...blobs,
    get: async (name) => {
      if (name === gone) blobs.stored.delete(gone);
      return blobs.get(name);
    },
  });

describe('laying out what somebody else has laid out before', () => {
  it('is no conflict where a partial tile is swept meanwhile', async () => {
    await layOut(7);
    const late = vanishing(tileBlob(LOG, tileAt(0, 7)));
    await expect(late.layOut(await stageOf(7))).resolves.toBeUndefined();
  });

  it('is one where a full tile goes, or a partial one is another', async () => {
    await layOut(TILE_WIDTH);
    const full = vanishing(tileBlob(LOG, tileAt(0, TILE_WIDTH)));
    await expect(full.layOut(await stageOf(TILE_WIDTH))).rejects.toBeInstanceOf(LogConflict);

    blobs.stored.set(tileBlob(LOG, tileAt(0, 7)), utf8('another'));
    await expect(files.layOut(await stageOf(7))).rejects.toBeInstanceOf(LogConflict);
  });
});
