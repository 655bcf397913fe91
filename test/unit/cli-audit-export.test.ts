import { cryptoReady } from '@temkin/crypto';
import { toBase64, utf8 } from '@temkin/kernel';
import {
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  leafHash,
  parseProof,
  signNote,
} from '@temkin/tlog';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { eventEntries, type EventEntry } from '../support/event-entries.ts';
import { readLog, writeLog } from '../support/log-directory.ts';
import { loopbackServer, type LoopbackServer } from '../support/loopback-server.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, verifyFiles, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-export-'));
afterAll(() => rm(root, { recursive: true }));

const EVENTS: readonly EventEntry[] = eventEntries(
  Array.from({ length: 600 }, () => ({ action: 'parcel.open' as const })),
);

let [source, out, count] = ['', '', 0];
let log: SmallLog;

const growTo = async (size: number): Promise<void> => {
  await grow(
    log,
    EVENTS.slice(log.tree.size, size).map(({ entry }) => entry),
  );
  writeLog(log.files, source);
};

beforeEach(async () => {
  count += 1;
  source = join(root, `log-${count}`);
  out = join(root, `copy-${count}`);
  log = await smallLog();
  await growTo(300);
});

const vkey = (): string => formatVerifierKey(log.key);
const exportIt = (...options: readonly string[]) =>
  temkin(['audit', 'export', source, '--out', out, '--vkey', vkey(), ...options]);

/** What a path is answered with instead of the file; nothing where undefined. */
type Instead = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
};

const servers: LoopbackServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

/** Serves the log's files as they lie, unless `instead` says otherwise; answers the log's address. */
const serving = async (instead: (path: string) => Instead | undefined = () => undefined): Promise<string> => {
  const server = await loopbackServer(async (request, response) => {
    const path = request.url?.replace('/log/', '') ?? '';
    const bytes = log.files.get(path);
    const { status, headers, body } = instead(path) ?? {
      status: bytes === undefined ? 404 : 200,
      body: bytes,
    };
    response.writeHead(status, headers).end(body);
  });
  servers.push(server);
  return `${server.endpoint}/log`;
};

const exportFrom = (address: string) => temkin(['audit', 'export', address, '--out', out, '--vkey', vkey()]);

describe('temkin audit export', () => {
  it('copies what a log consists of, which any client can verify alone', async () => {
    expect(await exportIt()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('VERIFIED') as string,
    });
    const copy = readLog(out);
    expect(await verifyFiles(copy, [log.key])).toMatchObject({
      outcome: 'verified',
      checkpoint: { size: 300 },
    });
    expect(await readFile(join(out, 'log.vkey'), 'utf8')).toBe(`${vkey()}\n`);
    expect([...copy.keys()].filter((path) => path.startsWith('tile/')).toSorted()).toEqual([
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ]);
  });

  it('brings a copy up to date, and asks for nothing that it has', async () => {
    const asked: string[] = [];
    const served = await serving((path) => {
      asked.push(path);
      return undefined;
    });
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
    await growTo(600);
    asked.length = 0;
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
    expect(asked).not.toContain('tile/entries/000');
    expect(asked).toContain('tile/entries/001');
    expect(await verifyFiles(readLog(out), [log.key])).toMatchObject({ checkpoint: { size: 600 } });
  });

  it('takes the beginning of a full tile where the partial one has gone', async () => {
    const old = log.files.get('checkpoint') ?? utf8('');
    await growTo(600);
    const served = await serving((path) => {
      if (path === 'checkpoint') return { status: 200, body: old };
      return path.includes('.p/44') ? { status: 404 } : undefined;
    });
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
    expect(await verifyFiles(readLog(out), [log.key])).toMatchObject({ checkpoint: { size: 300 } });
  });

  it('asks a log again that says it is busy', async () => {
    let refusals = 2;
    const served = await serving((path) =>
      path === 'tile/entries/000' && (refusals -= 1) >= 0
        ? { status: 429, headers: { 'retry-after': '0' } }
        : undefined,
    );
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
    expect(refusals).toBeLessThan(0);
  });

  it('puts entries and their proofs beside the log, and says which event it does not have', async () => {
    const [proved, absent] = [EVENTS[7], EVENTS[599]];
    const { exitCode, output } = await exportIt(
      ...[proved, absent].flatMap((event) => ['--proof', event?.eventId ?? '']),
    );
    expect({ exitCode, output }).toEqual({
      exitCode: 1,
      output: expect.stringContaining(`NOT IN THE LOG: ${absent?.eventId}`) as string,
    });
    const text = await readFile(join(out, `proofs/${proved?.eventId}.tlog-proof`), 'utf8');
    expect(parseProof(text)).toMatchObject({ index: 7, checkpoint: await checkpointOf(log) });
    const entry = new Uint8Array(await readFile(join(out, `proofs/${proved?.eventId}.entry`)));
    expect(toBase64(await leafHash(sha256, entry))).toBe(
      toBase64(await leafHash(sha256, proved?.entry ?? entry.slice(1))),
    );
  });

  it.each([
    ['that lacks a bundle', 'tile/entries/000', undefined, 'lacks tile/entries/000'],
    [
      'whose bundle was changed',
      'tile/entries/000',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
      'REFUSED',
    ],
    [
      'whose tile was changed',
      'tile/0/000',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
      'REFUSED',
    ],
  ])('of a log %s fails, and leaves no checkpoint that speaks of it', async (_, path, change, words) => {
    const bytes = log.files.get(path) ?? utf8('');
    if (change === undefined) await rm(join(source, path));
    else await writeFile(join(source, path), change(bytes));
    const { exitCode, output, complaint } = await exportIt();
    expect(exitCode).toBe(1);
    expect(output + complaint).toContain(words);
    expect(existsSync(join(out, 'checkpoint'))).toBe(false);
  });

  it('asks again for what was answered wrongly once, and keeps the checkpoint that was refused', async () => {
    let lies = 1;
    const served = await serving((path) =>
      path === 'tile/entries/000' && (lies -= 1) >= 0 ? { status: 200, body: utf8('no entries') } : undefined,
    );
    const refused = await exportFrom(served);
    expect([refused.exitCode, refused.output]).toEqual([
      1,
      expect.stringMatching(/^REFUSED: tile\/entries\/000 .*removed, save for .*checkpoint\.refused/s),
    ]);
    expect(await readFile(join(out, 'checkpoint.refused'), 'utf8')).toBe(await checkpointOf(log));
    expect([...readLog(out).keys()].filter((path) => path.startsWith('tile/'))).toEqual([]);
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
  });

  it('blames no log for what a run that was cut off has left', async () => {
    let [lies, failures] = [1, 1];
    const served = await serving((path) => {
      if (path === 'tile/entries/000' && (lies -= 1) >= 0) return { status: 200, body: utf8('no entries') };
      return path === 'tile/1/000.p/1' && (failures -= 1) >= 0 ? { status: 500 } : undefined;
    });
    expect(await exportFrom(served)).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('answers 500') as string,
    });
    expect(existsSync(join(out, 'tile/entries/000'))).toBe(true);
    const { exitCode, output, complaint } = await exportFrom(served);
    expect([exitCode, output, complaint]).toEqual([1, '', expect.stringContaining('run this again')]);
    expect(await exportFrom(served)).toMatchObject({ exitCode: 0 });
  });

  it('blames no log for a copy that was damaged since it was verified, and leaves it as it is', async () => {
    await exportIt();
    const bundle = join(out, 'tile/entries/000');
    const damaged = (await readFile(bundle)).map((byte, at) => (at === 9 ? byte ^ 1 : byte));
    await writeFile(bundle, damaged);
    for (const size of [300, 600]) {
      await growTo(size);
      const { exitCode, output, complaint } = await exportIt();
      expect([exitCode, output, complaint]).toEqual([
        1,
        '',
        expect.stringMatching(/no longer what it was: tile\/0\/000 .*another directory/s),
      ]);
    }
    expect(new Uint8Array(await readFile(bundle))).toEqual(new Uint8Array(damaged));
    expect(existsSync(join(out, 'checkpoint.refused'))).toBe(false);
  });

  it('refuses a log that does not begin with what was copied before, and keeps the copy', async () => {
    await exportIt();
    const kept = await readFile(join(out, 'checkpoint'), 'utf8');
    const other = await smallLog();
    const others = eventEntries(Array.from({ length: 400 }, () => ({ action: 'parcel.read' as const })));
    log = { ...other, key: log.key, signer: log.signer };
    await grow(
      log,
      others.map(({ entry }) => entry),
    );
    writeLog(log.files, source);
    expect(await exportIt()).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('REFUSED') as string,
    });
    expect(await readFile(join(out, 'checkpoint'), 'utf8')).toBe(kept);
    const copy = readLog(out);
    expect(await verifyFiles(copy, [log.key])).toMatchObject({
      outcome: 'verified',
      checkpoint: { size: 300 },
    });
    expect([...copy.keys()]).not.toContain('tile/entries/001.p/144');
  });

  it('blames no log for a directory in which another lies, and leaves that as it is', async () => {
    await exportIt();
    const kept = await readFile(join(out, 'checkpoint'), 'utf8');
    log = await smallLog('log.example/ems/1999');
    await grow(log, entriesFrom(0, 300));
    await rm(source, { recursive: true });
    writeLog(log.files, source);
    expect(await exportIt()).toMatchObject({
      exitCode: 1,
      output: '',
      complaint: expect.stringContaining('give each log a directory of its own') as string,
    });
    expect(await readFile(join(out, 'checkpoint'), 'utf8')).toBe(kept);
    expect(existsSync(join(out, 'checkpoint.refused'))).toBe(false);
  });

  it('copies nothing where the checkpoint is not signed, whatever size it speaks of', async () => {
    const stranger = await smallLog();
    const root32 = new Uint8Array(32);
    const text = formatCheckpoint({ origin: log.key.name, size: 10 ** 9, root: root32 });
    const signature = await signNote(text, stranger.key, stranger.signer);
    log.files.set('checkpoint', utf8(formatNote({ text, signatures: [signature] })));
    const asked: string[] = [];
    const served = await serving((path) => {
      asked.push(path);
      return undefined;
    });
    const { exitCode, output } = await exportFrom(served);
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/^REFUSED: checkpoint is not signed/)]);
    expect(existsSync(join(out, 'tile'))).toBe(false);
    expect(asked.filter((path) => path !== 'checkpoint' && !path.startsWith('tile/entries/'))).toEqual([]);
  });

  it('refuses another log under its right key than the one that is asked for by company and year', async () => {
    const server = await loopbackServer(async (request, response) => {
      const bytes = log.files.get(request.url?.replace(/^\/v1\/audit\/log\/ems\/\d+\//, '') ?? '');
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
    servers.push(server);
    const audit = (command: string, year: string, ...options: readonly string[]) =>
      temkin([
        'audit',
        command,
        `${server.endpoint}/v1/audit/log/ems/${year}/`,
        '--vkey',
        vkey(),
        ...options,
      ]);
    const state = ['--state', `${out}.json`, '--once'];
    for (const [command, options] of [
      ['export', ['--out', out]],
      ['verify', []],
      ['query', []],
      ['watch', state],
    ] as const) {
      expect(await audit(command, '2025', ...options)).toMatchObject({
        exitCode: 1,
        output: 'REFUSED: checkpoint is of another log than its address names.\n',
      });
      expect(await audit(command, '2026', ...options)).toMatchObject({ exitCode: 0 });
    }
  });

  it('writes down the keys that the log stands on, from a file that has them in lines', async () => {
    const { key: later } = await smallLog('log.example/ems/2027');
    const keyFile = `${out}.vkey`;
    await writeFile(keyFile, `\uFEFF${vkey()}\r\n\r\n${formatVerifierKey(later)}\r\n`);
    expect(await temkin(['audit', 'export', source, '--out', out, '--vkey', keyFile])).toMatchObject({
      exitCode: 0,
    });
    expect(await readFile(join(out, 'log.vkey'), 'utf8')).toBe(`${vkey()}\n`);
    await writeFile(keyFile, `${vkey()}\nand another line\n`);
    expect(await temkin(['audit', 'export', source, '--out', out, '--vkey', keyFile])).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining('nor a file with one in each line') as string,
    });
  });

  it.each([
    [['--proof', 'x'], '--proof is no id'],
    [['--witness', '/none'], '--witness'],
  ])('is told where the command line is at fault: %j', async (options, words) => {
    expect(await exportIt(...options)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(words) as string,
    });
  });
});
