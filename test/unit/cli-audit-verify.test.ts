import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { memoryBlobs, temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { logsOfYears } from '../support/logs-of-years.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';
import { requestOf, smallWitness, submit } from '../support/small-witness.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-verify-'));
afterAll(() => rm(root, { recursive: true }));

let directory = '';
let log: SmallLog;
let count = 0;

const growTo = async (size: number): Promise<void> => {
  await grow(log, entriesFrom(log.tree.size, size - log.tree.size));
  writeLog(log.files, directory);
};

const file = async (name: string, text: string): Promise<string> => {
  const path = join(root, `${count}-${name}`);
  await writeFile(path, text);
  return path;
};

beforeEach(async () => {
  directory = join(root, `log-${(count += 1)}`);
  log = await smallLog();
  await growTo(300);
});

const verify = (...options: readonly string[]) => temkin(['audit', 'verify', directory, ...options]);
const vkey = (): string => formatVerifierKey(log.key);

/** Where the log of a year lies. */
const year = (name: string): string => join(directory, name);

describe('temkin audit verify', () => {
  it('verifies a log by its key, given as text or in a file', async () => {
    expect(await verify('--vkey', vkey())).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(
        /^VERIFIED: log\.example\/ems\/2026: 300 entries.*\nNot witnessed/,
      ) as string,
    });
    expect(await verify('--vkey', await file('log.vkey', `${vkey()}\n`), '--json')).toMatchObject({
      exitCode: 0,
    });
  });

  it('verifies a log where a server on one machine keeps it', async () => {
    const kept = fileBlobs(join(root, `kept-${count}`));
    for (const [path, bytes] of log.files)
      if (!path.endsWith('.vkey')) await kept.putIfAbsent(`ems/2026/${path}`, bytes);
    const place = join(root, `kept-${count}`, 'ems/2026');
    expect(await temkin(['audit', 'verify', place, '--vkey', vkey()])).toMatchObject({ exitCode: 0 });
  });

  it('verifies a log that grows meanwhile, whose partial files are swept once the full ones are there', async () => {
    const old = log.files.get('checkpoint') ?? utf8('');
    await growTo(600);
    log.files.set('checkpoint', old);
    for (const path of log.files.keys()) if (/\/001\.p\//.test(path)) log.files.delete(path);
    const kept = fileBlobs(join(root, `kept-${count}`));
    for (const [path, bytes] of log.files) await kept.putIfAbsent(`ems/2026/${path}`, bytes);
    const server = await loopbackServer(async (request, response) => {
      const found = log.files.get(request.url?.replace('/audit/', '') ?? '');
      response.writeHead(found === undefined ? 404 : 200).end(found);
    });
    for (const place of [join(root, `kept-${count}`, 'ems/2026'), `${server.endpoint}/audit`])
      expect(await temkin(['audit', 'verify', place, '--vkey', vkey()])).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining('300 entries') as string,
      });
    await server.stop();
  });

  it('finds a log without a key no more than consistent, by an exit code of its own', async () => {
    const { exitCode, output } = await verify();
    expect(exitCode).toBe(3);
    expect(output).toMatch(/^CONSISTENT, SIGNER NOT AUTHENTICATED/);
  });

  it('refuses a log that was changed, and says where', async () => {
    await writeFile(join(directory, 'tile/0/000'), new Uint8Array(8_192));
    const { exitCode, output } = await verify('--vkey', vkey(), '--json');
    expect([exitCode, JSON.parse(output)]).toEqual([
      1,
      { verdict: 'refused', fault: 'tile-differs', at: 'tile/0/000' },
    ]);
  });

  it('refuses a log that does not begin as an older checkpoint says', async () => {
    const older = await file('older', await checkpointOf(log));
    log = { ...(await smallLog()), key: log.key, signer: log.signer };
    await grow(log, [utf8('another')]);
    await growTo(400);
    const { exitCode, output } = await verify('--vkey', vkey(), '--checkpoint', older);
    expect(exitCode).toBe(1);
    expect(output).toContain('it was rewritten, or there are two of it');
  });

  it('keeps the key and the newest checkpoint, and holds the log to them the next time', async () => {
    const state = join(root, `${count}-state.json`);
    expect(await verify('--vkey', vkey(), '--state', state)).toMatchObject({ exitCode: 0 });
    await growTo(310);
    expect(await verify('--state', state)).toMatchObject({ exitCode: 0 });
    expect(await readFile(state, 'utf8')).toContain('\\n310\\n');

    await rm(directory, { recursive: true });
    log = { ...(await smallLog()), key: log.key, signer: log.signer };
    await growTo(300);
    const { exitCode, output } = await verify('--state', state);
    expect([exitCode, output]).toEqual([1, expect.stringContaining('entries were cut off')]);
    expect(await readFile(state, 'utf8')).toContain('\\n310\\n');
  });

  it('demands the witnesses that are named, or as many of them as are said', async () => {
    const [one, two] = [
      await smallWitness(memoryBlobs(), [log.key], 'one.example'),
      await smallWitness(memoryBlobs(), [], 'two.example'),
    ];
    const lines = await (await submit(one, await requestOf(log, 0))).text();
    log.files.set('checkpoint', utf8((await checkpointOf(log)) + lines));
    writeLog(log.files, directory);
    const named = ['--vkey', vkey(), '--witness', formatVerifierKey(one.key)];
    expect(await verify(...named)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('\nWitnessed by one.example at 2026-09-21T') as string,
    });
    const both = [...named, '--witness', formatVerifierKey(two.key)];
    expect(await verify(...both)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('lacks the cosignatures of witnesses') as string,
    });
    expect(await verify(...both, '--witnesses', '1')).toMatchObject({ exitCode: 0 });
    expect(await verify(...named, '--witnesses', '2')).toMatchObject({ exitCode: 2 });
    const state = ['--state', join(root, `${count}-state.json`)];
    expect(await verify(...named, ...state)).toMatchObject({ exitCode: 0 });
    expect(await verify(...state, '--witnesses', '1')).toMatchObject({ exitCode: 0 });
    const other = [...state, '--witness', formatVerifierKey(two.key)];
    expect(await verify(...other)).toMatchObject({ exitCode: 1 });
    expect(await verify(...other, '--witnesses', '1')).toMatchObject({ exitCode: 1 });
    expect(await temkin(['audit', 'watch', directory, '--once', ...other])).toMatchObject({ exitCode: 1 });
    expect(await verify('--vkey', vkey(), '--witness', vkey())).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining('no key of a witness') as string,
    });
  });

  it('says which events are missing by their writers’ numbers, and refuses no log for it', async () => {
    const session = 'a'.repeat(32);
    const marked = (n: number, cancelled: readonly number[] = []) =>
      utf8(JSON.stringify({ unmapped: { writer: { n, session, void: cancelled } } }));
    await grow(log, [marked(2), marked(0), marked(9, [7])]);
    await growTo(310);
    const missing = [
      { from: 1, to: 1 },
      { from: 3, to: 6 },
      { from: 8, to: 8 },
    ];
    const { exitCode, output } = await verify('--vkey', vkey());
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^VERIFIED/);
    expect(output).toContain('Missing by their writers’ own numbers: 6 events of 1 session.');
    expect(output).toContain(`\n  ${session}: 1\n  ${session}: 3 to 6\n  ${session}: 8`);
    const verified = await verify('--vkey', vkey(), '--json');
    expect(JSON.parse(verified.output)).toMatchObject({
      verdict: 'verified',
      missing: [{ session, missing }],
    });
    expect(JSON.parse((await verify('--json')).output)).toMatchObject({
      verdict: 'consistent',
      missing: [{ session, missing }],
    });

    await grow(log, [marked(10, [1, 3, 4, 5, 6, 8])]);
    await growTo(320);
    const whole = await verify('--vkey', vkey());
    expect(whole.output).not.toContain('Missing');
    expect(JSON.parse((await verify('--vkey', vkey(), '--json')).output)).toMatchObject({ missing: [] });
  });

  it('names ten gaps, and hands over all of them as data', async () => {
    const marks = Array.from({ length: 12 }, (_, at) =>
      utf8(JSON.stringify({ unmapped: { writer: { n: 2 * at + 1, session: 'b'.repeat(32), void: [] } } })),
    );
    await grow(log, marks);
    await growTo(320);
    const { output } = await verify();
    expect(output).toContain('12 events of 1 session');
    expect(output).toMatch(/: 18\n {2}and 2 more gaps: --json has all$/m);
    const data = JSON.parse((await verify('--json')).output) as { readonly missing: { missing: object[] }[] };
    expect(data.missing[0]?.missing).toHaveLength(12);
  });

  it('verifies a log that is served, with the token of the environment', async () => {
    const server = await loopbackServer(async (request, response) => {
      const found = log.files.get(request.url?.replace('/audit/', '') ?? '');
      if (request.headers.authorization !== 'Bearer secret') response.writeHead(401).end();
      else if (found === undefined) response.writeHead(404).end();
      else response.end(found);
    });
    try {
      const place = `${server.endpoint}/audit/`;
      const args = ['audit', 'verify', place, '--vkey', vkey()];
      expect(await temkin(args, { environment: { TEMKIN_TOKEN: 'secret' } })).toMatchObject({ exitCode: 0 });
      expect(await temkin(args)).toMatchObject({
        exitCode: 1,
        complaint:
          'The log asks who reads it: $TEMKIN_TOKEN holds no access token for it, or none that is still good.\n',
      });
    } finally {
      await server.stop();
    }
  });

  it('shows the token to no other server: not to that of the log before, and not to where one leads on', async () => {
    const shown = new Map<string, (string | undefined)[]>();
    const serve = async (name: string, files: typeof log.files, leadOn?: string) => {
      const server = await loopbackServer(async (request, response) => {
        shown.set(name, [...(shown.get(name) ?? []), request.headers.authorization]);
        const found = files.get(request.url?.replace('/log/', '') ?? '');
        if (leadOn === undefined) response.writeHead(found === undefined ? 404 : 200).end(found);
        else response.writeHead(302, { location: `${leadOn}${request.url}` }).end();
      });
      return server;
    };
    const logs = logsOfYears();
    await logs.record('2026', 1);
    await logs.record('2027', 1);
    const [newest, past] = [
      await serve('newest', logs.files('2027')),
      await serve('past', logs.files('2026')),
    ];
    const leading = await serve('leading', new Map(), past.endpoint);
    const key = formatVerifierKey(await logs.keyOf(logs.signers.inUse, '2026'));
    const audit = (...args: readonly string[]) =>
      temkin(['audit', 'verify', ...args, '--vkey', key], { environment: { TEMKIN_TOKEN: 'secret' } });

    const chain = [`${newest.endpoint}/log`, '--previous', `${past.endpoint}/log`];
    expect(await audit(...chain)).toMatchObject({ exitCode: 0 });
    expect(new Set(shown.get('newest'))).toEqual(new Set(['Bearer secret']));
    expect(new Set(shown.get('past'))).toEqual(new Set([undefined]));
    shown.delete('past');
    expect(await audit(`${leading.endpoint}/log`)).toMatchObject({
      exitCode: 1,
      complaint: expect.stringMatching(/^127\.0\.0\.1:\d+ cannot be read: .*redirect/) as string,
    });
    expect(shown.has('past')).toBe(false);
    await Promise.all([newest, past, leading].map(({ stop }) => stop()));
  });

  it('takes a checkpoint as an editor may have left it', async () => {
    const older = `\uFEFF${(await checkpointOf(log)).replaceAll('\n', '\r\n')}`;
    await growTo(400);
    const options = ['--vkey', vkey(), '--checkpoint', await file('older', older)];
    expect(await verify(...options)).toMatchObject({ exitCode: 0 });
  });

  it('reads no more of a file than a log can have', async () => {
    const handle = await open(join(directory, 'checkpoint'), 'r+');
    await handle.truncate(300_000_000);
    await handle.close();
    expect(await verify('--vkey', vkey())).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('is larger than 16.0 MiB') as string,
    });
  });

  it('follows the key it keeps from one year to the next, and over a change of keys', async () => {
    const logs = logsOfYears();
    const state = join(root, `${count}-state.json`);
    const write = (): void => {
      for (const name of ['2026', '2027']) writeLog(logs.files(name), year(name));
    };
    const audit = (...args: readonly string[]) => temkin(['audit', 'verify', ...args, '--state', state]);

    await logs.record('2026', 3);
    write();
    const pinned = formatVerifierKey(await logs.keyOf(logs.signers.inUse, '2026'));
    expect(await audit(year('2026'), '--vkey', pinned)).toMatchObject({ exitCode: 0 });

    logs.signers.next = memorySigner();
    await logs.record('2026', 2);
    await logs.record('2027', 1);
    logs.signers.inUse = logs.signers.next;
    delete logs.signers.next;
    await logs.record('2027', 1);
    write();
    const { exitCode, output } = await audit(year('2027'));
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(
        /^VERIFIED: log\.example\/ems\/2027: 3 entries.*\n.*\nComes after log\.example\/ems\/2026 at 7 entries\. Give.*\nA key that you trust names this one/,
      ),
    ]);
    expect(await audit(year('2027'), '--previous', year('2026'))).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('at 7 entries, verified too.') as string,
    });
    expect(await audit(year('2026'), '--json')).toMatchObject({ exitCode: 0 });
    const kept = JSON.parse(await readFile(state, 'utf8')) as { checkpoints: string[]; vkeys: string[] };
    expect(kept.checkpoints.map((note) => note.split('\n').slice(0, 2))).toEqual([
      ['log.example/ems/2027', '3'],
      ['log.example/ems/2026', '7'],
    ]);
    // Of 2027 the first key was named in the first entry, and never led on.
    const years = kept.vkeys.map((one) => /\d{4}(?=\+)/.exec(one)?.[0] ?? '');
    expect(years.toSorted((x, y) => x.localeCompare(y))).toEqual(['2026', '2026', '2027']);
  });

  it.each([
    ['no log', ['audit', 'verify'], 'missing'],
    ['two logs', ['audit', 'verify', 'a', 'b'], 'more than one log'],
    ['a key that is none', ['audit', 'verify', 'a', '--vkey', 'b'], 'neither a key'],
    ['an address that is none', ['audit', 'verify', 'http://'], 'address of the log is none'],
  ])('%s is the command line’s fault', async (_, args, complaint) => {
    expect(await temkin(args)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(complaint) as string,
    });
  });

  it('fails on a state file that is something else', async () => {
    expect(await verify('--state', await file('state.json', '{}'))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('no state of an auditor') as string,
    });
  });

  it('refuses an empty directory', async () => {
    expect(await temkin(['audit', 'verify', root])).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('There is no log at') as string,
    });
  });
});
