import { s3Blobs } from '@temkin/aws';
import { OutcomeUnknown, StoreUnavailable, utf8 } from '@temkin/kernel';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { identityOf } from '../../packages/runtimes/local/src/data-directory/process-identity.ts';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { mapS3 } from '../support/map-s3.ts';
import { blobsContract, namesOf } from './blobs-contract.ts';

const root = await mkdtemp(join(tmpdir(), 'temkin-blobs-'));
afterAll(() => rm(root, { recursive: true }));

blobsContract('a directory', fileBlobs(join(root, 'made', 'where', 'missing')));
blobsContract('S3', s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }));

let directories = 0;
const freshDirectory = (): string => join(root, `directory-${(directories += 1)}`);

const listed = (directory: string): Promise<readonly string[]> => namesOf(fileBlobs(directory), '');

describe('blobs in a directory', () => {
  it('are found by others who open it, also at the same time', async () => {
    const directory = freshDirectory();
    const [one, two] = [fileBlobs(directory), fileBlobs(directory)];
    await one.putIfAbsent('a/b', utf8('1'));
    const version = (await two.get('a/b'))?.version ?? '';
    const verdicts = await Promise.all(
      [one, two, one, two].map((blobs, n) => blobs.putIfMatch('a/b', utf8(`writer ${n}`), version)),
    );
    expect(verdicts.toSorted()).toEqual(['changed', 'changed', 'changed', 'stored']);
  });

  it('are for their owner alone, and leave nothing beside them', async () => {
    const directory = freshDirectory();
    const blobs = fileBlobs(directory);
    await blobs.putIfAbsent('a', utf8('1'));
    await blobs.putIfMatch('a', utf8('2'), (await blobs.get('a'))?.version ?? '');
    await blobs.putIfAbsent('b', utf8('1'));
    await blobs.delete('b');
    expect(await readdir(directory)).toEqual([',lock', 'a,blob']);
    expect(await readdir(join(directory, ',lock'))).toEqual([]);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'a,blob'))).mode & 0o777).toBe(0o600);
  });

  it('are none in a directory that nobody has made, and reading makes none', async () => {
    const directory = freshDirectory();
    expect(await listed(directory)).toEqual([]);
    expect(await fileBlobs(directory).get('a')).toBeUndefined();
    await expect(stat(directory)).rejects.toThrow('ENOENT');
  });

  it('are told from what else lies there', async () => {
    const directory = freshDirectory();
    await fileBlobs(directory).putIfAbsent('a', utf8('1'));
    await mkdir(join(directory, 'b,blob'));
    await writeFile(join(directory, 'c'), '');
    await writeFile(join(directory, 'á,blob'), '');
    await writeFile(join(directory, 'd,blob.0123456789abcdef.draft'), '');
    expect(await listed(directory)).toEqual(['a']);
  });

  it('are unavailable, or of unknown outcome, where the directory is none', async () => {
    const directory = freshDirectory();
    await writeFile(directory, '');
    const blobs = fileBlobs(directory);
    await expect(blobs.get('a')).rejects.toThrow(StoreUnavailable);
    await expect(listed(directory)).rejects.toThrow(StoreUnavailable);
    await expect(blobs.putIfAbsent('a', utf8('1'))).rejects.toThrow(OutcomeUnknown);
    await expect(blobs.putIfMatch('a', utf8('1'), 'version')).rejects.toThrow(StoreUnavailable);
    await expect(blobs.delete('a')).rejects.toThrow(StoreUnavailable);
  });

  it('are replaced although a process that was about to do so has been killed', async () => {
    const directory = freshDirectory();
    const blobs = fileBlobs(directory);
    await blobs.putIfAbsent('a', utf8('1'));
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)']);
    const server = await identityOf(child.pid ?? 0);
    await mkdir(join(directory, ',lock'));
    const lock = { token: '6f1f6c5e-4c1a-4e0b-9d3c-2f1f6c5e4c1a', server };
    await writeFile(join(directory, ',lock', 'lock.json'), JSON.stringify(lock));
    const replaced = blobs.putIfMatch('a', utf8('2'), (await blobs.get('a'))?.version ?? '');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await replaced).toBe('stored');
    expect((await blobs.get('a'))?.bytes).toEqual(utf8('2'));
  });
});
