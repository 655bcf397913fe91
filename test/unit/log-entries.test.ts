import { LogConflict, logEntries, logFiles, survivingLog } from '@temkin/audit';
import { growLog, stageBlob, tileBlob, toStageBytes, type Stage } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { rootOf, tilePath, TILE_WIDTH } from '@temkin/tlog';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../support/command-line.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

const LOG = { tenant: 'ems', year: '2026' };
const PREFIX = `${LOG.tenant}/${LOG.year}`;

/** Sizes that the log was published at, one after another. */
const SIZES = [1, 200, 256, 300, 700];

let log: SmallLog;
const known: { readonly size: number; readonly root: Uint8Array }[] = [];

beforeAll(async () => {
  await cryptoReady;
  log = await smallLog(`log.example/${PREFIX}`);
  for (const size of SIZES) {
    const from = log.tree.size;
    await grow(
      log,
      Array.from({ length: size - from }, (_, at) => utf8(`entry ${from + at}`)),
    );
    known.push({ size, root: await rootOf(sha256, log.tree) });
  }
});

/** What is read of the log from a known size on, its blobs being changed before. */
const read = async (
  since?: { readonly size: number; readonly root: Uint8Array },
  change: (stored: Map<string, Uint8Array>) => void = () => {},
): Promise<readonly string[]> => {
  const blobs = memoryBlobs();
  for (const [path, bytes] of log.files) blobs.stored.set(`${PREFIX}/${path}`, bytes);
  change(blobs.stored);
  const files = logFiles(blobs);
  const texts: string[] = [];
  for await (const { entry } of logEntries({ files, sha256, logKeys: async () => [log.key] })(LOG, since))
    texts.push(new TextDecoder().decode(entry));
  return texts;
};

const texts = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => `entry ${from + at}`);

const at = (path: string): string => `${PREFIX}/${path}`;

describe('the entries of a log by its blobs alone', () => {
  it('are all that it has beyond any size at which it was known', async () => {
    expect(await read()).toEqual(texts(0, 700));
    for (const since of known) expect(await read(since)).toEqual(texts(since.size, 700));
  });

  it('say which place each has', async () => {
    const blobs = memoryBlobs();
    for (const [path, bytes] of log.files) blobs.stored.set(at(path), bytes);
    blobs.stored.set(at('checkpoint'), log.files.get('checkpoints/300') ?? new Uint8Array());
    const survivors = { files: logFiles(blobs), sha256, logKeys: async () => [log.key] };
    const places: string[] = [];
    for await (const { index, published } of logEntries(survivors)(LOG, known[1]))
      places.push(`${index} ${published}`);
    expect(places).toEqual(Array.from({ length: 500 }, (_, n) => `${200 + n} ${200 + n < 300}`));
  });

  it('are none where no log was begun', async () => {
    expect(await read(undefined, (stored) => stored.clear())).toEqual([]);
  });

  it('reach beyond the checkpoint where that one is behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SIZES), async (size) => {
        const behind = (stored: Map<string, Uint8Array>): void => {
          stored.set(at('checkpoint'), stored.get(at(`checkpoints/${size}`)) ?? new Uint8Array());
        };
        expect(await read(undefined, behind)).toEqual(texts(0, 700));
      }),
    );
  });

  it('are refused of a log that is another than was known, or shorter', async () => {
    const [, earlier] = known;
    const stranger = { size: 200, root: new Uint8Array(32) };
    await expect(read(stranger)).rejects.toThrow(LogConflict);
    await expect(read({ size: 701, root: earlier?.root ?? stranger.root })).rejects.toThrow(LogConflict);
    await expect(read(earlier, (stored) => stored.clear())).rejects.toThrow(LogConflict);
  });

  it('are refused where one of them was changed, or the checkpoint is signed by somebody else', async () => {
    const bundle = at(tilePath({ level: 'entries', index: 0, width: TILE_WIDTH }));
    const changed = read(undefined, (stored) => {
      const bytes = Uint8Array.from(stored.get(bundle) ?? []);
      bytes[5] = 0x45;
      stored.set(bundle, bytes);
    });
    await expect(changed).rejects.toThrow('others than were signed');

    const stranger = await smallLog(log.key.name);
    await grow(stranger, log.entries);
    const forged = read(undefined, (stored) => {
      stored.set(at('checkpoint'), stranger.files.get('checkpoint') ?? new Uint8Array());
    });
    await expect(forged).rejects.toThrow('not its own');
  });

  it('are refused where the tiles are others than were signed', async () => {
    const tile = at(tilePath({ level: 0, index: 2, width: 700 - 512 }));
    const changed = read(known[0], (stored) => {
      stored.set(
        tile,
        (stored.get(tile) ?? new Uint8Array()).map((byte) => byte ^ 1),
      );
    });
    await expect(changed).rejects.toThrow(LogConflict);
  });
});

describe('a log that lost its head', () => {
  it('is adopted at the size of its checkpoint, with what lies beyond, however much of it was published', async () => {
    for (const { size, root } of known) {
      const blobs = memoryBlobs();
      for (const [path, bytes] of log.files) blobs.stored.set(at(path), bytes);
      blobs.stored.set(at('checkpoint'), log.files.get(`checkpoints/${size}`) ?? new Uint8Array());
      const found = await survivingLog({ files: logFiles(blobs), sha256, logKeys: async () => [log.key] })(
        LOG,
      );
      expect(found?.tree.size).toBe(size);
      expect(await rootOf(sha256, found?.tree ?? log.tree)).toEqual(root);
      expect(found?.unpublished.map((entry) => new TextDecoder().decode(entry))).toEqual(texts(size, 700));
    }
  });
});

/** Stages by which the log of 300 entries grows to this size, with entries of their own. */
const stageOf = async (begun: SmallLog, to: number, word: string): Promise<Stage> => {
  const entries = Array.from({ length: to - 300 }, (_, n) => utf8(`${word} ${n}`));
  const { tiles } = await growLog(sha256, begun.tree, entries, async (tile) => {
    const bytes = begun.files.get(tilePath(tile));
    if (bytes === undefined) throw new Error('no such tile');
    return bytes;
  });
  return {
    eventIds: [],
    blobs: tiles.map(({ tile, bytes }) => ({ name: tileBlob(LOG, tile), bytes })),
  };
};

describe('a batch that was being laid out when the head was lost', () => {
  let begun: SmallLog;
  beforeAll(async () => {
    begun = await smallLog(`log.example/${PREFIX}`);
    await grow(begun, log.entries.slice(0, 300));
  });

  it('is read from its stage, whatever part of it lies there and whoever staged another', async () => {
    const committed = await stageOf(begun, 700, 'committed');
    const places = committed.blobs.map((_, n) => n);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(places, { minLength: 1 }),
        fc.array(fc.constantFrom(301, 500, 700, 800), { maxLength: 2 }),
        fc.boolean(),
        async (lying, losers, isFirst) => {
          const blobs = memoryBlobs();
          for (const [path, bytes] of begun.files) blobs.stored.set(at(path), bytes);
          for (const place of lying) {
            const blob = committed.blobs[place];
            if (blob !== undefined) blobs.stored.set(blob.name, blob.bytes);
          }
          blobs.stored.set(stageBlob(LOG, 4, isFirst ? '0' : 'z'), toStageBytes(committed));
          for (const [n, size] of losers.entries())
            blobs.stored.set(
              stageBlob(LOG, 4, `loser-${n}`),
              toStageBytes(await stageOf(begun, size, `loser ${n}`)),
            );
          const survivors = { files: logFiles(blobs), sha256, logKeys: async () => [begun.key] };
          const found = await survivingLog(survivors)(LOG);
          const said = found?.unpublished.map((entry) => new TextDecoder().decode(entry));
          expect(said).toEqual(Array.from({ length: 400 }, (_, n) => `committed ${n}`));
        },
      ),
    );
  });
});
