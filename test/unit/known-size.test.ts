import { compareHead, knownSize, LogConflict } from '@temkin/audit';
import type { LogHead } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { EMPTY_TREE, rootOf, type Tree } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOG, openedLog, survivorsOf } from '../support/opened-log.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, type SmallLog } from '../support/small-log.ts';

/** The log's trees, by their sizes. */
const trees = new Map<number, Tree>([[0, EMPTY_TREE]]);
let log: SmallLog;

beforeAll(async () => {
  await cryptoReady;
  log = await openedLog('log.example/ems/2026');
  trees.set(1, log.tree);
  for (const size of [200, 250, 300]) {
    const from = log.tree.size;
    await grow(
      log,
      Array.from({ length: size - from }, (_, n) => utf8(`entry ${from + n}`)),
    );
    trees.set(size, log.tree);
  }
});

const headOf = (size: number, more: Partial<LogHead> = {}): LogHead => ({
  log: LOG,
  version: 9,
  tree: trees.get(size) ?? EMPTY_TREE,
  publishedSize: size,
  ...more,
});

const known = (head: LogHead, files: ReadonlyMap<string, Uint8Array> = log.files) =>
  knownSize(survivorsOf(files))(head);

/** Its files when it had this size, or when only so much of it was published. */
const filesAt = (size: number): ReadonlyMap<string, Uint8Array> =>
  new Map([...log.files, ['checkpoint', log.files.get(`checkpoints/${size}`) ?? new Uint8Array()]]);

describe('what of a log is settled', () => {
  const rows: readonly (readonly [string, number, Partial<LogHead>, number, number])[] = [
    ['all of it where nothing is staged', 300, {}, 300, 300],
    ['as much as was published, where its head is further', 300, { publishedSize: 200 }, 200, 200],
    ['as much as its head knows, where the log is further', 200, {}, 300, 200],
    [
      'what was published before the batch that has a stage',
      300,
      { publishedSize: 200, stage: 's' },
      300,
      200,
    ],
    ['nothing of a log that is being adopted', 300, { version: 1, stage: 's' }, 300, 0],
    ['nothing of the first batch', 200, { version: 1, publishedSize: 0, stage: 's' }, 200, 0],
  ];
  it.each(rows)('is %s', async (_, headSize, more, published, size) => {
    expect(await known(headOf(headSize, more), filesAt(published))).toEqual({
      size,
      root: await rootOf(sha256, trees.get(size) ?? EMPTY_TREE),
    });
  });

  it('is not known where the blobs are gone, were cut, or are another log’s', async () => {
    await expect(known(headOf(300), new Map())).rejects.toThrow(LogConflict);
    await expect(known(headOf(300), filesAt(200))).rejects.toThrow('shorter than its head');
    const other = await openedLog('log.example/ems/2026');
    await grow(
      other,
      Array.from({ length: 299 }, (_, n) => utf8(`other ${n}`)),
    );
    await expect(known(headOf(300), other.files)).rejects.toThrow('other entries than its head');
  });
});

const compare = (head: LogHead, files: ReadonlyMap<string, Uint8Array> = log.files) =>
  compareHead(survivorsOf(files))(head);

describe('a log beside a head', () => {
  it.each([0, 1, 200, 250, 300])('goes on from it where it begins with its %i entries', async (size) => {
    expect(await compare(headOf(size))).toBe('continued');
    // Unsigned ones that lie there are as good.
    expect(await compare(headOf(size), filesAt(200))).toBe('continued');
  });

  it('is shorter where it lacks any of its entries', async () => {
    expect(await compare(headOf(1), new Map())).toBe('shorter');
    const { size, frontier } = trees.get(300) ?? EMPTY_TREE;
    expect(await compare(headOf(300, { tree: { size: size + 1, frontier } }))).toBe('shorter');
  });

  it('is another where any of its entries is another, signed or not', async () => {
    const other = await openedLog('log.example/ems/2026');
    await grow(
      other,
      Array.from({ length: 199 }, (_, n) => utf8(`entry ${n + 1}`)),
    );
    await grow(
      other,
      Array.from({ length: 100 }, (_, n) => utf8(`other ${n}`)),
    );
    const unsigned = new Map([
      ...other.files,
      ['checkpoint', other.files.get('checkpoints/200') ?? new Uint8Array()],
    ]);
    for (const size of [200, 300])
      for (const files of [other.files, unsigned]) expect(await compare(headOf(size), files)).toBe('other');
    expect(await compare(headOf(300, { tree: other.tree }), unsigned)).toBe('continued');
  });
});
