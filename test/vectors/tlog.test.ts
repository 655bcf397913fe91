import { cryptoReady } from '@temkin/crypto';
import { fromHex, toHex } from '@temkin/kernel';
import {
  appendLeaves,
  EMPTY_TREE,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  leafHash,
  newTiles,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  parseVerifierKey,
  rootOf,
  TILE_WIDTH,
  tilePath,
  verifyNote,
  type Tile,
} from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import vectors from './tlog.json' with { type: 'json' };

beforeAll(() => cryptoReady);

const bytes = (hex: string): Uint8Array => {
  const read = fromHex(hex);
  if (read === undefined) throw new Error('a vector is not hexadecimal');
  return read;
};

describe("Certificate Transparency's reference tree", () => {
  const { entries, leaves, roots } = vectors.trees;

  it.each(entries.map((entry, at) => [entry, leaves[at]]))(
    'hashes the entry %j to %s',
    async (entry, leaf) => {
      expect(toHex(await leafHash(sha256, bytes(entry ?? '')))).toBe(leaf);
    },
  );

  it.each(roots.map((root, size) => [size, root] as const))(
    'of %i entries has the root %s',
    async (size, root) => {
      const { tree } = await appendLeaves(sha256, EMPTY_TREE, leaves.slice(0, size).map(bytes));
      expect(toHex(await rootOf(sha256, tree))).toBe(root);
    },
  );
});

describe('the path of a tile', () => {
  it.each(vectors.tilePaths)('$path is written and read', ({ tile, path }) => {
    expect(tilePath(tile as Tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });
});

describe('a tree', () => {
  it.each(['70000', '256'] as const)('of %s entries has the tiles of the specification', (size) => {
    const tiles = newTiles(0, Number(size));
    const full = Object.entries(vectors.newTiles[size].full).map(([level, count]) => [
      level,
      tiles.filter((tile) => String(tile.level) === level && tile.width === TILE_WIDTH).length,
      count,
    ]);
    for (const [, found, count] of full) expect(found).toBe(count);
    expect(tiles.filter(({ width }) => width === TILE_WIDTH)).toHaveLength(
      full.reduce((sum, [, , count]) => sum + Number(count), 0),
    );
    const partial = tiles
      .filter(({ width }) => width < TILE_WIDTH)
      .map(({ level, width }) => [String(level), width]);
    expect(Object.fromEntries(partial)).toEqual(vectors.newTiles[size].partial);
  });
});

describe("the specification's notes", () => {
  it('verify under their key, which is written as it was read', async () => {
    const key = await parseVerifierKey(sha256, vectors.note.verifierKey);
    const note = parseNote(vectors.note.note);
    expect(key && formatVerifierKey(key)).toBe(vectors.note.verifierKey);
    expect(note && key && (await verifyNote(note, [key]))).toEqual({
      outcome: 'verified',
      signatures: [{ key }],
    });
  });

  it.each([vectors.note.note, vectors.poem.note, vectors.checkpoint.note])(
    'are written as they were read: %j',
    (note) => {
      const parsed = parseNote(note);
      expect(parsed && formatNote(parsed)).toBe(note);
    },
  );

  it('are parted at the last empty line', () => {
    expect(parseNote(vectors.poem.note)?.text).toMatch(/sole:\n\ned è subito sera\.\n$/);
  });

  it('hold a checkpoint, and the time of a cosignature', async () => {
    const note = parseNote(vectors.checkpoint.note);
    const checkpoint = parseCheckpoint(note?.text ?? '');
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(checkpoint && formatCheckpoint(checkpoint)).toBe(note?.text);
    const time = note?.signatures[1]?.signature.subarray(0, 8) ?? new Uint8Array();
    expect(Number.parseInt(toHex(time), 16)).toBe(vectors.checkpoint.timeSeconds);
  });

  it('are sent to a witness with the proof that they grew', () => {
    const request = parseAddCheckpoint(vectors.addCheckpoint.body);
    expect(request?.oldSize).toBe(vectors.addCheckpoint.oldSize);
    expect(request?.proof).toHaveLength(vectors.addCheckpoint.proofLines);
    expect(request && formatAddCheckpoint(request)).toBe(vectors.addCheckpoint.body);
  });
});
