import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-watch-'));
afterAll(() => rm(root, { recursive: true }));

let [directory, state, count] = ['', '', 0];
let log: SmallLog;

const growTo = async (size: number): Promise<void> => {
  await grow(log, entriesFrom(log.tree.size, size - log.tree.size));
  writeLog(log.files, directory);
};

beforeEach(async () => {
  count += 1;
  directory = join(root, `log-${count}`);
  state = join(root, `state-${count}.json`);
  log = await smallLog();
  await growTo(300);
});

const look = (...options: readonly string[]) =>
  temkin(['audit', 'watch', directory, '--state', state, '--once', ...options]);
const vkey = (): string => formatVerifierKey(log.key);

describe('temkin audit watch', () => {
  it('sees a log grow from one look to the next, by the key that the state keeps', async () => {
    expect(await look('--vkey', vkey())).toMatchObject({
      exitCode: 0,
      output: 'grown: log.example/ems/2026 has 300 entries\n',
    });
    expect(await look()).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^unchanged/) as string,
    });
    await growTo(1_000);
    expect(await look()).toMatchObject({ exitCode: 0, output: expect.stringContaining('1,000') as string });
  });

  it('reads no entry', async () => {
    await look('--vkey', vkey());
    await growTo(1_000);
    await rm(join(directory, 'tile/entries'), { recursive: true });
    expect(await look()).toMatchObject({ exitCode: 0 });
  });

  it('refuses a log that was rolled back, and keeps what it knows', async () => {
    const older = new Map(log.files);
    await growTo(600);
    await look('--vkey', vkey());
    const kept = await readFile(state, 'utf8');
    writeLog(older, directory);
    expect(await look()).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^REFUSED: the checkpoint in .*larger log/) as string,
    });
    expect(await readFile(state, 'utf8')).toBe(kept);
  });

  it.each([
    ['of the same size', 300],
    ['that is larger', 700],
  ])('refuses another log under the same key, %s', async (_, size) => {
    await look('--vkey', vkey());
    log = { ...(await smallLog()), key: log.key, signer: log.signer };
    await grow(log, entriesFrom(5_000, size));
    writeLog(log.files, directory);
    expect(await look()).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^REFUSED: .*rewritten/) as string,
    });
  });

  it.each([1, 31, 16 * 1_024 * 1_024 + 1_024])(
    'refuses a log whose hashes are none, %i bytes where a tile should be',
    async (length) => {
      await look('--vkey', vkey());
      await growTo(700);
      for (const path of log.files.keys())
        if (path.startsWith('tile/')) log.files.set(path, new Uint8Array(length));
      const served = await loopbackServer(async (request, response) => {
        const bytes = log.files.get(request.url?.replace('/log/', '') ?? '');
        response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
      });
      const watch = ['audit', 'watch', `${served.endpoint}/log`, '--state', state, '--once'];
      const { exitCode, output } = await temkin(watch);
      await served.stop();
      expect([exitCode, output]).toEqual([
        1,
        expect.stringMatching(/^REFUSED: tile\/.* is not what the format demands\.\n$/),
      ]);
    },
  );

  it('refuses a log that another has signed', async () => {
    await look('--vkey', vkey());
    log = await smallLog();
    await growTo(400);
    expect(await look()).toMatchObject({ exitCode: 1, output: expect.stringMatching(/^REFUSED/) as string });
  });

  it('says of a log that cannot be read that it was not read', async () => {
    expect(
      await temkin(['audit', 'watch', 'http://127.0.0.1:9', '--state', state, '--once', '--vkey', vkey()]),
    ).toMatchObject({ exitCode: 1, output: expect.stringMatching(/^not read: /) as string });
  });

  it('goes on until it is told to end, and ends at once where something is wrong', async () => {
    const announced: string[] = [];
    const untilTold = async (): Promise<void> => {
      while (announced.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const serving = { announce: (line: string) => void announced.push(line), untilTold };
    const watch = ['audit', 'watch', directory, '--state', state, '--vkey', vkey(), '--every', '1'];
    expect(await temkin(watch, { serving })).toMatchObject({ exitCode: 0, output: 'The watch has ended.\n' });
    expect(announced[0]).toMatch(/^\d{4}-.*Z grown: /);

    const forever = { announce: () => {}, untilTold: () => new Promise<void>(() => {}) };
    log = await smallLog();
    await growTo(400);
    expect(await temkin(watch.slice(0, 5), { serving: forever })).toMatchObject({ exitCode: 1 });
  });

  it('trusts at each look what the state and the key files by then hold', async () => {
    const keyFile = join(root, `log-${count}.vkey`);
    await writeFile(keyFile, vkey());
    const formerFile = join(root, `log-${count}.former`);
    await writeFile(formerFile, formatVerifierKey((await smallLog('log.example/ems/2020')).key));
    const announced: string[] = [];
    const announce = (line: string): void => void announced.push(line);
    const untilTold = async (): Promise<void> => {
      while (announced.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
      await writeFile(formerFile, vkey());
      const { key, signer } = await smallLog();
      log = { ...log, key, signer };
      await writeFile(keyFile, vkey());
      await growTo(400);
      while (announced.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const keys = ['--vkey', keyFile, '--former-vkey', formerFile];
    const watch = ['audit', 'watch', directory, '--state', state, ...keys, '--every', '1'];
    expect(await temkin(watch, { serving: { announce, untilTold } })).toMatchObject({ exitCode: 0 });
    expect(announced[1]).toMatch(/grown: .* 400 entries/);
    expect(await readFile(state, 'utf8')).toContain(vkey());
  });

  it('takes no log for grown that none of the state’s keys has signed, on the word of a --vkey alone', async () => {
    await look('--vkey', vkey());
    const [kept, stale] = [await readFile(state, 'utf8'), await smallLog()];
    log = { ...log, key: stale.key, signer: stale.signer };
    await growTo(400);
    expect(await look('--vkey', vkey())).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^REFUSED: .* is a key of this log that you gave or kept/) as string,
    });
    expect(await readFile(state, 'utf8')).toBe(kept);
  });

  it.each([
    [['--every', 'x', '--vkey', 'KEY'], '--every is a number'],
    [[], '--vkey is missing'],
  ])('is told where the command line is at fault: %j', async (options, words) => {
    const given = options.map((word) => (word === 'KEY' ? vkey() : word));
    expect(await look(...given)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(words) as string,
    });
  });
});
