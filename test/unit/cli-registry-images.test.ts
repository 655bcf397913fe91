import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { jpeg, png } from '../support/images.ts';
import { importServer } from '../support/import-server.ts';
import { sha256 } from '../support/sha256.ts';

let directory = '';
let stop = async (): Promise<void> => {};
const at = (name: string): string => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-registry-images-'));
  mkdirSync(at('images'));
});
afterEach(async () => {
  await stop();
  stop = async () => {};
  rmSync(directory, { recursive: true, force: true });
});

const serve = async () => {
  const server = await importServer({ partBytes: 20_000 });
  stop = server.stop;
  const bring = (...options: readonly string[]) =>
    temkin(
      [
        'registry',
        'images',
        at('images'),
        '--api',
        server.endpoint,
        '--out',
        at('images.csv'),
        '--json',
        ...options,
      ],
      { environment: { TEMKIN_TOKEN: 'importer' }, wait: async () => {}, clock: server.world.clock },
    );
  /** How many images wait. */
  const waiting = (): number =>
    server.world.items('subscriber-keys').filter(({ key }) => key.partition.startsWith('I#')).length;
  return { ...server, bring, waiting };
};

/** Puts images into the directory, and answers them by the names of their files. */
const pictures = (names: readonly string[]): ReadonlyMap<string, Uint8Array> =>
  new Map(
    names.map((name) => {
      const bytes = name.endsWith('.png') ? png() : jpeg();
      writeFileSync(at(`images/${name}`), bytes);
      return [name, bytes];
    }),
  );

/** What the file says that was written: of each file id and hash. */
const told = (): ReadonlyMap<string, readonly [string, string]> =>
  new Map(
    readFileSync(at('images.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, file = '', imageId = '', hash = ''] = /^"((?:[^"]|"")*)",(\w+),(\w+),\S+$/.exec(line) ?? [];
        return [file.replaceAll('""', '"'), [imageId, hash]];
      }),
  );

describe('temkin registry images', () => {
  it('brings every image of a directory, and writes by which id and hash a row names each', async () => {
    const { bring, waiting, world } = await serve();
    const brought = pictures([
      '0912-front.jpg',
      'a, "b" c.png',
      ...Array.from({ length: 20 }, (_, of) => `${of}.jpg`),
    ]);
    const { exitCode, output, complaint } = await bring();
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(JSON.parse(output)).toMatchObject({ brought: 22, before: 0, refused: [] });
    expect(waiting()).toBe(22);
    expect(statSync(at('images.csv')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('images.csv'), 'utf8').split('\n')[0]).toBe('file,imageId,sha256,endsAt');
    const found = told();
    expect([...found.keys()].toSorted()).toEqual([...brought.keys()].toSorted());
    for (const [file, [imageId, hash]] of found) {
      expect(hash).toBe(Buffer.from(sha256(brought.get(file) ?? new Uint8Array())).toString('hex'));
      expect([...world.blobs.stored.keys()].some((name) => name.endsWith(imageId))).toBe(true);
    }
  });

  it('goes on where it was cut off, and brings again only what has died since', async () => {
    const { bring, waiting, world, asked, beforeEach: set } = await serve();
    pictures(Array.from({ length: 12 }, (_, of) => `${of}.jpg`));
    let hits = 0;
    set(() => ((hits += 1) > 5 ? 'lose' : 'answer'));
    expect((await bring()).exitCode).toBe(1);
    const first = told();
    expect(first.size).toBe(5);
    set(() => 'answer');
    expect(JSON.parse((await bring()).output)).toMatchObject({ brought: 7, before: 5 });
    expect(told()).toEqual(new Map([...told(), ...first]));
    expect(waiting()).toBe(12);
    const before = asked.length;
    expect(JSON.parse((await bring()).output)).toMatchObject({ brought: 0, before: 12 });
    expect(asked).toHaveLength(before);
    world.clock.advance(31 * 86_400_000);
    expect(JSON.parse((await bring()).output)).toMatchObject({ brought: 12, before: 0 });
    expect(told().size).toBe(12);
    expect(told()).not.toEqual(new Map([...told(), ...first]));
  });

  it('sends nothing that the registry does not take, and says of which file', async () => {
    const { bring, asked } = await serve();
    pictures(['one.jpg']);
    writeFileSync(at('images/list.txt'), 'x');
    writeFileSync(at('images/large.jpg'), jpeg(2_000_001));
    mkdirSync(at('images/more'));
    const { exitCode, output } = await bring();
    expect([exitCode, JSON.parse(output)]).toMatchObject([
      1,
      { brought: 1, refused: ['large.jpg', 'list.txt'] },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('says what is wrong with a command line, and writes nothing', async () => {
    const { endpoint } = await serve();
    for (const words of [
      [at('images')],
      [at('images'), '--api', endpoint],
      ['--api', endpoint, '--out', at('x')],
    ])
      expect([words, (await temkin(['registry', 'images', ...words])).exitCode]).toEqual([words, 2]);
    expect(existsSync(at('x'))).toBe(false);
    expect((await temkin(['registry', 'images', '--help'])).output).toContain(
      'temkin registry images <directory>',
    );
  });
});
