import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { systemRandom } from '@temkin/kernel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  boundFingerprint,
  endRestore,
  openDataDirectory,
  runningStore,
} from '../../packages/runtimes/local/src/data-directory/index.ts';
import {
  keyFingerprintOf,
  storeToRestore,
} from '../../packages/runtimes/local/src/backup-support/store-to-restore.ts';
import { storeToRead } from '../../packages/runtimes/local/src/backup-support/store-to-read.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';

const root = await realpath(await mkdtemp(join(tmpdir(), 'temkin-restore-')));
afterAll(() => rm(root, { recursive: true }));

const KEY = 'ab'.repeat(16);
const [BACKUP, OTHER] = ['20261101T000000Z-00000001', '20261102T000000Z-00000002'];

let directories = 0;
const freshDirectory = (): string => join(root, String((directories += 1)), 'data');
const claim = async (directory: string, restoring = BACKUP, keyFingerprint = KEY): Promise<void> => {
  await (await openDataDirectory({ directory, keyFingerprint, restoring })).release();
};
const open = async (directory: string): Promise<void> => {
  await (await openDataDirectory({ directory, keyFingerprint: KEY })).release();
};

describe('a data directory that is being restored', () => {
  it('is refused to every server until the restore has ended, and named with its backup', async () => {
    const directory = freshDirectory();
    await claim(directory);
    await expect(open(directory)).rejects.toThrow(`part of backup ${BACKUP}, whose restore was cut off`);
    expect(await readdir(directory)).toEqual(['key-fingerprint', 'restoring']);
    await endRestore(directory);
    await expect(open(directory)).resolves.toBeUndefined();
  });

  it('is found again by the same restore, and refused to that of another backup', async () => {
    const directory = freshDirectory();
    await claim(directory);
    await expect(claim(directory)).resolves.toBeUndefined();
    await expect(claim(directory, OTHER)).rejects.toThrow(`part of another backup, ${BACKUP}`);
    await expect(claim(directory, BACKUP, 'cd'.repeat(16))).rejects.toThrow('belong to another root key');
    expect((await readFile(join(directory, 'restoring'), 'utf8')).trim()).toBe(BACKUP);
  });

  it('was empty before: one that holds data is refused and stays as it is', async () => {
    const bound = freshDirectory();
    await open(bound);
    await expect(claim(bound)).rejects.toThrow('holds data already');
    expect(await readdir(bound)).toEqual(['key-fingerprint']);
    const unbound = freshDirectory();
    await mkdir(unbound, { recursive: true, mode: 0o700 });
    await writeFile(join(unbound, 'store.db'), 'data');
    await expect(claim(unbound)).rejects.toThrow('holds data already');
    expect(await readdir(unbound)).toEqual(['store.db']);
  });
});

describe('the store of a data directory', () => {
  const directory = freshDirectory();
  const restored = async () => {
    const store = await storeToRestore({ directory, keyFingerprint: KEY, restoring: BACKUP });
    await store.complete();
    return store;
  };

  it('has an address for those who may read the directory, while a server runs on it', async () => {
    const { endpoint, stop } = await restored();
    expect(await runningStore(directory)).toBe(endpoint);
    const reader = await storeToRead(directory);
    expect(reader.endpoint).toBe(endpoint);
    await reader.stop();
    expect((await fetch(endpoint)).ok).toBe(true);
    await stop();
    expect(await runningStore(directory)).toBeUndefined();
  });

  it('is refused to a reader who must be alone, while a server runs on it', async () => {
    const { endpoint, stop } = await storeToRead(directory);
    await expect(storeToRead(directory, { alone: true })).rejects.toThrow(
      `in use by the server with process id ${process.pid}: stop it first`,
    );
    expect((await fetch(endpoint)).ok).toBe(true);
    await stop();
    await (await storeToRead(directory, { alone: true })).stop();
  });

  it('is refused to every reader until a restore has ended, while that runs and when it was cut off', async () => {
    const half = freshDirectory();
    const { stop } = await storeToRestore({ directory: half, keyFingerprint: KEY, restoring: BACKUP });
    await expect(storeToRead(half)).rejects.toThrow(`part of backup ${BACKUP}`);
    await stop();
    await expect(storeToRead(half)).rejects.toThrow(`part of backup ${BACKUP}`);
  });

  it('is started where no server runs, without the key, and ended again', async () => {
    const { endpoint, stop } = await storeToRead(directory);
    expect((await fetch(endpoint)).ok).toBe(true);
    await expect(open(directory)).rejects.toThrow(`process id ${process.pid}`);
    await stop();
    await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
    expect(await boundFingerprint(directory)).toBe(KEY);
    await expect(open(directory)).resolves.toBeUndefined();
  });

  it('is none where there are no data, and nothing is made there', async () => {
    const nothing = freshDirectory();
    await expect(storeToRead(nothing)).rejects.toThrow(`no data in ${nothing}`);
    await expect(readdir(nothing)).rejects.toThrow('ENOENT');
    const bound = freshDirectory();
    await open(bound);
    await expect(storeToRead(bound)).rejects.toThrow(`no data in ${bound}`);
    await expect(open(bound)).resolves.toBeUndefined();
  });
});

describe('the root key of a restore', () => {
  it('is never made anew', async () => {
    const keyFile = join(root, 'lost.key');
    await expect(keyFingerprintOf(keyFile)).rejects.toThrow(`no root key at ${keyFile}`);
    await expect(readFile(keyFile)).rejects.toThrow('ENOENT');
    const { fingerprint } = await openRootKeyFile(keyFile, systemRandom);
    expect(await keyFingerprintOf(keyFile)).toBe(fingerprint);
  });
});
