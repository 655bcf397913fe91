import { describe, expect, it } from 'vitest';
import { utf8 } from '@temkin/kernel';
import {
  backUpImages,
  refuseOtherImages,
  restoreImages,
} from '../../packages/surfaces/cli/src/backup/copied-images.ts';
import { memoryBlobs, temkin } from '../support/command-line.ts';
import { after, FIRST, place } from './hollow-backups.ts';

const surroundings = { progress: { begin: () => {}, advance: () => {}, end: () => {} } } as never;

const images = (): readonly (readonly [string, Uint8Array])[] =>
  ['images/ems/0a', 'images/ems/1b', 'images/vnpost/2c'].map((name) => [name, utf8(`sealed ${name}`)]);

const registry = async () => {
  const blobs = memoryBlobs();
  for (const [name, bytes] of images()) await blobs.putIfAbsent(name, bytes);
  for (const other of ['uploads/ems/a', 'exports/ems/a', 'sweeps/ems/a'])
    await blobs.putIfAbsent(other, utf8(other));
  return blobs;
};

describe('images in a backup', () => {
  it('come back byte for byte, and nothing else of the bucket does', async () => {
    const [from, to, into] = [await registry(), memoryBlobs(), memoryBlobs()];
    const made = await backUpImages(FIRST, { from, to }, surroundings);
    expect(made.count).toBe(3);
    await refuseOtherImages(FIRST, to, made, surroundings);
    expect(await restoreImages(FIRST, { from: to, to: into }, surroundings)).toBe(3);
    expect([...into.stored].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(images());
  });

  it('are put back by a restore that is run again, and what is there already stays', async () => {
    const [from, to, into] = [await registry(), memoryBlobs(), memoryBlobs()];
    await backUpImages(FIRST, { from, to }, surroundings);
    await into.putIfAbsent('images/ems/0a', utf8('sealed images/ems/0a'));
    await restoreImages(FIRST, { from: to, to: into }, surroundings);
    await restoreImages(FIRST, { from: to, to: into }, surroundings);
    expect([...into.stored].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(images());
  });

  it('are left out where somebody was erased while they were copied', async () => {
    const [from, to] = [await registry(), memoryBlobs()];
    const erasing = {
      ...from,
      get: async (name: string) => (name.endsWith('0a') ? undefined : from.get(name)),
    };
    const made = await backUpImages(FIRST, { from: erasing, to }, surroundings);
    expect(made.count).toBe(2);
    await refuseOtherImages(FIRST, to, made, surroundings);
  });

  it('are missed where the backup has fewer than it was made with', async () => {
    const [from, to] = [await registry(), memoryBlobs()];
    const made = await backUpImages(FIRST, { from, to }, surroundings);
    await to.delete([...to.stored.keys()][0] ?? '');
    await expect(refuseOtherImages(FIRST, to, made, surroundings)).rejects.toThrow(
      'has 2 images and should have 3',
    );
  });

  it('are known for damaged by a bit of one, and by the name of one', async () => {
    const [from, to] = [await registry(), memoryBlobs()];
    const made = await backUpImages(FIRST, { from, to }, surroundings);
    const [name, bytes] = [...to.stored][0] ?? ['', new Uint8Array()];
    await to.delete(name);
    for (const [as, altered] of [
      [name, Uint8Array.from(bytes, (byte, i) => (i === 3 ? byte ^ 1 : byte))],
      [`${name}f`, bytes],
    ] as const) {
      await to.putIfAbsent(as, altered);
      await expect(refuseOtherImages(FIRST, to, made, surroundings)).rejects.toThrow('are damaged');
      await to.delete(as);
    }
  });

  it('are destroyed by a prune with the keys of their people', async () => {
    const blobs = place(FIRST);
    await backUpImages(FIRST, { from: await registry(), to: blobs }, surroundings);
    const left = () => [...blobs.stored.keys()].filter((name) => name.includes('/images/')).length;
    await temkin(['backup', 'prune', '--in', 'x'], { blobs, clock: after(FIRST, 6) });
    expect(left()).toBe(3);
    await temkin(['backup', 'prune', '--in', 'x'], { blobs, clock: after(FIRST, 8) });
    expect(left()).toBe(0);
  });
});
