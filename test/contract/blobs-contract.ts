import { systemRandom, utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';

const MEBIBYTE = 1_048_576;

/** Nobody's names; most of them would lead somewhere else. */
const NO_NAMES = [
  '',
  '.',
  '..',
  '/',
  '/etc/hostname',
  '../other',
  'a/../../other',
  'a/./b',
  'a//b',
  'a/',
  'a\\b',
  'a\0b',
  'a b',
  'a,b',
  'á',
  'a\n',
  '%2e%2e/other',
  'a'.repeat(201),
  'abcd/'.repeat(100).concat('e'),
];

/** What no name begins with. */
const NO_PREFIXES = ['/', '../', 'a/../', './', 'a//', '%'];

/** A name that no other test uses. */
const freshName = (): string => `contract/${randomUUID()}`;

/** All names that begin with a prefix. */
export const namesOf = async (blobs: Blobs, prefix: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const name of blobs.names(prefix)) found.push(name);
  return found;
};

const count = (verdicts: readonly string[], verdict: string): number =>
  verdicts.filter((each) => each === verdict).length;

/** What every implementation of the blob port must keep. Foreign blobs do not matter. */
export const blobsContract = (name: string, blobs: Blobs): void => {
  /** The blob's version; a test that asks for it has put it there. */
  const versionOf = async (blob: string): Promise<string> => {
    const stored = await blobs.get(blob);
    if (stored === undefined) throw new Error(`there is no blob ${blob}`);
    return stored.version;
  };

  describe(`the blob port over ${name}`, () => {
    it.each([
      ['no byte', new Uint8Array()],
      ['one byte', Uint8Array.of(0)],
      ['text', utf8('Nguyễn Thị Ánh Tuyết\r\n')],
      ['a mebibyte', Uint8Array.from({ length: MEBIBYTE }, (_, at) => (at * 31) % 251)],
    ])('answers %s as it was put', async (_, bytes) => {
      const blob = freshName();
      expect(await blobs.putIfAbsent(blob, bytes)).toBe('stored');
      const stored = await blobs.get(blob);
      expect(stored?.bytes.constructor).toBe(Uint8Array);
      expect(Buffer.from(stored?.bytes ?? [1, 2, 3]).equals(bytes)).toBe(true);
    });

    it('knows nothing of a blob that was never put or has been deleted', async () => {
      const blob = freshName();
      expect(await blobs.get(blob)).toBeUndefined();
      await blobs.putIfAbsent(blob, utf8('a'));
      await blobs.delete(blob);
      expect(await blobs.get(blob)).toBeUndefined();
      await blobs.delete(blob);
      expect(await blobs.putIfAbsent(blob, utf8('b'))).toBe('stored');
    });

    it('puts what is absent once, the same bytes too', async () => {
      const blob = freshName();
      await blobs.putIfAbsent(blob, utf8('a'));
      expect(await blobs.putIfAbsent(blob, utf8('b'))).toBe('exists');
      expect(await blobs.putIfAbsent(blob, utf8('a'))).toBe('exists');
      expect((await blobs.get(blob))?.bytes).toEqual(utf8('a'));
    });

    it('lets one of fifty win that put what is absent at once', async () => {
      const blob = freshName();
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, (_, n) => blobs.putIfAbsent(blob, utf8(`writer ${n}`))),
      );
      expect(count(verdicts, 'stored')).toBe(1);
      expect(count(verdicts, 'exists')).toBe(49);
      expect((await blobs.get(blob))?.bytes).toEqual(utf8(`writer ${verdicts.indexOf('stored')}`));
    });

    it('has the same version until the bytes are replaced, and another then', async () => {
      const blob = freshName();
      await blobs.putIfAbsent(blob, utf8('a'));
      const version = await versionOf(blob);
      expect(await versionOf(blob)).toBe(version);
      expect(await blobs.putIfMatch(blob, utf8('b'), version)).toBe('stored');
      expect((await blobs.get(blob))?.bytes).toEqual(utf8('b'));
      expect(await versionOf(blob)).not.toBe(version);
    });

    it('replaces no version but the one that is stored', async () => {
      const blob = freshName();
      await blobs.putIfAbsent(blob, utf8('a'));
      const old = await versionOf(blob);
      await blobs.putIfMatch(blob, utf8('b'), old);
      expect(await blobs.putIfMatch(blob, utf8('c'), old)).toBe('changed');
      expect((await blobs.get(blob))?.bytes).toEqual(utf8('b'));
    });

    it('replaces nothing that is gone or was never there', async () => {
      const blob = freshName();
      await blobs.putIfAbsent(blob, utf8('a'));
      const version = await versionOf(blob);
      await blobs.delete(blob);
      expect(await blobs.putIfMatch(blob, utf8('b'), version)).toBe('changed');
      expect(await blobs.putIfMatch(freshName(), utf8('b'), version)).toBe('changed');
      expect(await blobs.get(blob)).toBeUndefined();
    });

    it('lets one of twenty win that replace one version at once', async () => {
      const blob = freshName();
      await blobs.putIfAbsent(blob, utf8('a'));
      const version = await versionOf(blob);
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, (_, n) => blobs.putIfMatch(blob, utf8(`writer ${n}`), version)),
      );
      expect(count(verdicts, 'stored')).toBe(1);
      expect(count(verdicts, 'changed')).toBe(19);
      expect((await blobs.get(blob))?.bytes).toEqual(utf8(`writer ${verdicts.indexOf('stored')}`));
    });

    it('keeps names apart that differ in case, in a dot or in depth', async () => {
      const home = freshName();
      const names = ['a', 'A', 'a.', '.a', 'a/b', 'a/b/c', 'a-b', 'a_b', '...', 'a.blob', 'a.lock'].map(
        (tail) => `${home}/${tail}`,
      );
      for (const each of names) expect(await blobs.putIfAbsent(each, utf8(each))).toBe('stored');
      for (const each of names) expect((await blobs.get(each))?.bytes).toEqual(utf8(each));
    });

    it('takes names as long as they may be', async () => {
      const long = [freshName(), 'b'.repeat(200), 'c'.repeat(200)].join('/').padEnd(498, '/d').concat('.e');
      expect(long).toHaveLength(500);
      expect(await blobs.putIfAbsent(long, utf8('a'))).toBe('stored');
      expect(await namesOf(blobs, long.slice(0, -1))).toEqual([long]);
    });

    it('lists the names that begin with a prefix, in order of their bytes', async () => {
      const home = freshName();
      const tails = ['0', 'A/1', 'Z', '_', 'a', 'a-', 'a.b', 'a/b', 'a/b-c', 'a/b/c', 'a0', 'ab', 'b'];
      await Promise.all(tails.map((tail) => blobs.putIfAbsent(`${home}/${tail}`, utf8(tail))));
      const listed = async (prefix: string): Promise<readonly string[]> =>
        (await namesOf(blobs, `${home}/${prefix}`)).map((each) => each.slice(home.length + 1));
      const sorted = ['0', 'A/1', 'Z', '_', 'a', 'a-', 'a.b', 'a/b', 'a/b-c', 'a/b/c', 'a0', 'ab', 'b'];
      expect(await listed('')).toEqual(sorted);
      expect(await listed('a')).toEqual(sorted.slice(4, -1));
      expect(await listed('a/b')).toEqual(['a/b', 'a/b-c', 'a/b/c']);
      expect(await listed('a/b/')).toEqual(['a/b/c']);
      expect(await listed('nothing')).toEqual([]);
      await blobs.delete(`${home}/a/b`);
      expect(await listed('a/b')).toEqual(['a/b-c', 'a/b/c']);
    });

    it('lists more names than one page holds, each once', async () => {
      const home = freshName();
      const names = Array.from({ length: 1_001 }, (_, n) => `${home}/${String(n).padStart(4, '0')}`);
      for (let at = 0; at < names.length; at += 50)
        await Promise.all(names.slice(at, at + 50).map((each) => blobs.putIfAbsent(each, utf8('a'))));
      expect(await namesOf(blobs, `${home}/`)).toEqual(names);
      expect(await namesOf(blobs, '')).toEqual(expect.arrayContaining(names));
    });

    it.each(NO_NAMES)('refuses %j as a name', async (none) => {
      await expect(blobs.get(none)).rejects.toThrow(RangeError);
      await expect(blobs.putIfAbsent(none, utf8('a'))).rejects.toThrow(RangeError);
      await expect(blobs.putIfMatch(none, utf8('a'), 'version')).rejects.toThrow(RangeError);
      await expect(blobs.delete(none)).rejects.toThrow(RangeError);
    });

    it.each(NO_PREFIXES)('refuses %j as the beginning of a name', async (none) => {
      await expect(namesOf(blobs, none)).rejects.toThrow(RangeError);
    });

    it('answers bytes of its own: what is done to them changes nothing', async () => {
      const blob = freshName();
      const bytes = systemRandom(16);
      const known = bytes.slice();
      await blobs.putIfAbsent(blob, bytes);
      bytes.fill(0);
      (await blobs.get(blob))?.bytes.fill(0);
      expect((await blobs.get(blob))?.bytes).toEqual(known);
    });
  });
};
