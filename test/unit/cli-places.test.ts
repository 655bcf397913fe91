import type { TableName } from '@temkin/storage';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { chunkName, manifestName } from '../../packages/surfaces/cli/src/format/manifest.ts';
import { s3Place } from '../../packages/surfaces/cli/src/open-place.ts';
import { memoryBlobs, temkin, type MemoryBlobs } from '../support/command-line.ts';
import { after, FIRST, place, putBackup, SECOND } from './hollow-backups.ts';

const nowhere = join(tmpdir(), 'temkin-nowhere');
const environment = { TEMKIN_DATA_DIR: join(nowhere, 'data'), TEMKIN_KEY_FILE: join(nowhere, 'root.key') };

const dataOf = async (args: readonly string[], world: Parameters<typeof temkin>[1]) => {
  const { exitCode, output, complaint } = await temkin([...args, '--json'], world);
  expect([exitCode, complaint]).toEqual([0, '']);
  return JSON.parse(output) as Record<string, unknown>;
};

const past = (tables: readonly TableName[]) => tables.map((table) => ({ table, pruned: false }));

describe('a place in S3', () => {
  it.each([
    ['s3://backups', { bucket: 'backups', prefix: '' }],
    ['s3://backups.example/', { bucket: 'backups.example', prefix: '' }],
    ['s3://backups/temkin', { bucket: 'backups', prefix: 'temkin/' }],
    ['s3://backups/a/b//', { bucket: 'backups', prefix: 'a/b/' }],
    ['/mnt/s3', undefined],
  ])('is told by its address: %s', (address, known) => expect(s3Place(address)).toEqual(known));
});

/** Tables whose copies must be gone within a day, and within a week. */
const DAILY = ['approvals', 'requests'] as const satisfies readonly TableName[];
const WEEKLY = [
  'parcel-keys',
  'parcel-escrow',
  'approvals',
  'pseudonyms',
  'requests',
  'webhooks',
  'subscriber-keys',
] as const satisfies readonly TableName[];

describe('a list of backups', () => {
  it('tells of each its age, size, whether it is complete, and which tables are past their date', async () => {
    const blobs = place(SECOND, FIRST);
    blobs.stored.set('20261121T000000Z-00000003/parcels/000001.jsonl.gz', Buffer.from('cut off'));
    blobs.stored.set('notes.txt', Buffer.from('of somebody else'));
    const { backups } = await dataOf(['backup', 'list', '--in', 'x'], { blobs, clock: after(SECOND, 2) });
    expect(backups).toMatchObject([
      {
        backup: FIRST,
        began: '2026-11-01T00:00:00.000Z',
        complete: true,
        items: 48,
        bytes: 80,
        pastTheirDate: past(WEEKLY),
      },
      { backup: SECOND, complete: true, pastTheirDate: past(DAILY) },
      { backup: '20261121T000000Z-00000003', complete: false },
    ]);
    const { output } = await temkin(['backup', 'list', '--in', 'x'], { blobs, clock: after(SECOND, 2) });
    expect(output).toMatch(
      /00000002 .* 48 items, 80 bytes {2}past their date: approvals, requests\n.*cut off: no backup/,
    );
  });

  it('names a backup whose manifest is damaged', async () => {
    const blobs = place(FIRST);
    blobs.stored.set(manifestName(FIRST), Buffer.from('{}'));
    const { backups } = await dataOf(['backup', 'list', '--in', 'x'], { blobs });
    expect(backups).toMatchObject([{ complete: false, fault: expect.stringContaining('is damaged') }]);
  });
});

describe('a prune', () => {
  it('destroys exactly the chunks past their date, of backups that were cut off too, and says which', async () => {
    const cut = '20261119T000000Z-00000003';
    const blobs = place(FIRST, SECOND);
    for (const table of ['requests', 'parcel-keys', 'parcels'] as const)
      blobs.stored.set(chunkName(cut, table, 1), Buffer.from('cut off'));
    const before = [...blobs.stored.keys()];
    const clock = after(SECOND, 1);
    const { pruned } = await dataOf(['backup', 'prune', '--in', 'x'], { blobs, clock });
    expect(pruned).toEqual([
      { backup: FIRST, tables: WEEKLY, chunks: WEEKLY.length },
      { backup: cut, tables: ['requests'], chunks: 1 },
      { backup: SECOND, tables: DAILY, chunks: 2 },
    ]);
    expect(before.filter((name) => !blobs.stored.has(name))).toEqual([
      ...WEEKLY.map((name) => `${FIRST}/${name}/000001.jsonl.gz`),
      ...DAILY.map((name) => `${SECOND}/${name}/000001.jsonl.gz`),
      `${cut}/requests/000001.jsonl.gz`,
    ]);
    expect((await temkin(['backup', 'prune', '--in', 'x'], { blobs, clock })).output).toBe(
      'Nothing is past its date.\n',
    );
  });

  it('destroys nothing a millisecond too early', async () => {
    const blobs = place(FIRST);
    const clock = { now: () => after(FIRST, 1).now() - 1 };
    expect(await dataOf(['backup', 'prune', '--in', 'x'], { blobs, clock })).toEqual({ pruned: [] });
  });

  it('leaves nothing of a backup all of whose tables are past their date', async () => {
    const blobs = place(FIRST);
    await temkin(['backup', 'prune', '--in', 'x'], { blobs, clock: after(FIRST, 35) });
    expect([...blobs.stored.keys()]).toEqual([]);
  });
});

describe('a directory of backups', async () => {
  const root = await mkdtemp(join(tmpdir(), 'temkin-places-'));
  afterAll(() => rm(root, { recursive: true }));

  it.each([
    ['backup', 'list', '--in'],
    ['backup', 'prune', '--in'],
    ['restore', '--no-outbox', '--from'],
  ])('that is not there is no place without backups: temkin %s %s', async (...words) => {
    const missing = join(root, 'missing');
    const { exitCode, complaint } = await temkin([...words, missing], { environment });
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringContaining(`no directory ${missing}. Is the disk`),
    ]);
  });

  it('that is empty is nothing to prune: the disk may not be there', async () => {
    const empty = join(root, 'empty');
    await mkdir(empty);
    const { exitCode, complaint } = await temkin(['backup', 'prune', '--in', empty]);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringContaining(`no backups in ${empty}. Is the disk`),
    ]);
  });

  it('loses the drafts of a killed backup with the chunks that they were to become, and no others', async () => {
    const directory = join(root, 'drafts');
    const blobs = fileBlobs(directory);
    const draftOf = async (name: string): Promise<string> => {
      const file = join(directory, `${name},blob.0123456789abcdef.draft`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, 'part of a chunk');
      return file;
    };
    const [dead, kept] = [chunkName(FIRST, 'requests', 1), chunkName(FIRST, 'parcels', 1)];
    await blobs.putIfAbsent(dead, Buffer.from('chunk'));
    const drafts = [await draftOf(dead), await draftOf(chunkName(FIRST, 'requests', 2))];
    const alive = [await draftOf(kept), await draftOf(manifestName(FIRST)), await draftOf('notes')];

    const prune = ['backup', 'prune', '--in', directory];
    expect(await dataOf(prune, { clock: after(FIRST, 1) })).toEqual({
      pruned: [{ backup: FIRST, tables: ['requests'], chunks: 2 }],
    });
    expect(await blobs.get(dead)).toBeUndefined();
    expect([...drafts, ...alive].filter(existsSync)).toEqual(alive);
    await dataOf(prune, { clock: after(FIRST, 35) });
    expect(alive.filter(existsSync)).toEqual(alive.slice(-1));
  });
});

describe('AWS without a way in', () => {
  beforeEach(() => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', nowhere);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', nowhere);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    [['backup', '--to', 'x', '--tables', 'temkin-prod-']],
    [['backup', 'list', '--in', 's3://backups']],
    [['restore', '--from', 'x', '--tables', 'temkin-prod-', '--no-outbox']],
    [['restore', '--from', 'x', '--data-dir', 'y', '--outbox', 'tables:temkin-prod-']],
  ])('is said at once, first for want of a region, then of credentials: %j', async (args) => {
    const ask = async () => (await temkin(args, { environment })).complaint;
    expect(await ask()).toMatch(/^The environment names no region of AWS/);
    vi.stubEnv('AWS_REGION', 'ap-southeast-1');
    expect(await ask()).toMatch(/^The environment has no credentials for AWS/);
  });
});

const restore = (blobs: MemoryBlobs, days: number, ...more: readonly string[]) =>
  temkin(['restore', '--from', 'x', '--no-outbox', ...more], {
    environment,
    blobs,
    clock: after(FIRST, days),
  });

describe('a restore', () => {
  it('takes no table past its date, be it said that it is done without, before it is pruned', async () => {
    const blobs = place(FIRST);
    for (const more of [[], ['--without', 'requests']]) {
      const { exitCode, complaint } = await restore(blobs, 2, ...more);
      expect([exitCode, complaint]).toEqual([
        1,
        expect.stringMatching(/has approvals, requests, past .*backup prune/),
      ]);
    }
  });

  it('does without a pruned table only where that is said by its name', async () => {
    const blobs = place(FIRST);
    await temkin(['backup', 'prune', '--in', 'x'], { blobs, clock: after(FIRST, 8) });
    const unsaid = await restore(blobs, 8, '--without', 'requests');
    const others = WEEKLY.filter((name) => name !== 'requests').map((name) => `--without ${name}`);
    expect(unsaid.complaint).toContain(`${others.join(' ')}\n`);
    const said = WEEKLY.flatMap((name) => ['--without', name]);
    // So far it is content: what it asks for next is the key.
    expect((await restore(blobs, 8, ...said)).complaint).toMatch(/^There is no root key at /);
  });

  it('does without no table that must come back, and without none that there is not', async () => {
    expect((await restore(place(FIRST), 0, '--without', 'parcels')).complaint).toContain('must come back');
    expect((await restore(place(FIRST), 0, '--without', 'parcel')).exitCode).toBe(2);
  });

  it('takes the newest backup that came to its end, or the one that is named', async () => {
    const blobs = place(FIRST);
    putBackup(blobs, SECOND, ['requests']);
    blobs.stored.set(chunkName('20261121T000000Z-00000003', 'parcels', 1), Buffer.from('cut off'));
    expect((await restore(blobs, 30)).complaint).toContain(SECOND);
    expect((await restore(blobs, 30, '--backup', FIRST)).complaint).toContain(FIRST);
    expect((await restore(blobs, 0, '--backup', '20261121T000000Z-00000003')).complaint).toContain('cut off');
    expect((await restore(blobs, 0, '--backup', 'mine')).complaint).toContain('no backup mine');
    expect((await restore(memoryBlobs(), 0)).complaint).toContain('no complete backup');
  });

  it('does not fall back to an older backup where the newest is damaged', async () => {
    const blobs = place(FIRST, SECOND);
    blobs.stored.set(manifestName(SECOND), Buffer.from('{}'));
    const { exitCode, complaint } = await restore(blobs, 0);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining(`${SECOND} is damaged`)]);
  });
});
