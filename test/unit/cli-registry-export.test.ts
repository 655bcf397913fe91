import { systemRandom } from '@temkin/kernel';
import { registryExporter, registryExports } from '@temkin/subscriber';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localTransfers } from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { temkin } from '../support/command-line.ts';
import { generatedRows } from '../support/generated-rows.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { ndjson } from '../support/import-files.ts';
import { registryServer } from '../support/registry-server.ts';
import { sha256 } from '../support/sha256.ts';
import { IMPORTER, importWorld } from './import-world.ts';
import { approvalsOf, OFFICER } from './rights-world.ts';

let directory = '';
let stop = async (): Promise<void> => {};
const at = (name: string): string => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-export-'));
});
afterEach(async () => {
  await stop();
  stop = async () => {};
  rmSync(directory, { recursive: true, force: true });
});

const ROWS = 40;

/** A registry with some people behind its routes of exports; whenever a command waits, exports are written for a while. */
const serve = async () => {
  const world = importWorld();
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  const rows = [...generatedRows(ROWS, 3)];
  const importId = await world.send(
    { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' },
    ndjson(rows),
  );
  await world.imports.beginImport(IMPORTER, importId);
  await world.workOff();
  const two = approvalsOf();
  const dependencies = { ...world.dependencies(), blobs: world.blobs, sha256 };
  const work = registryExporter(dependencies);
  const server = await registryServer(OFFICER, ['registry-exports:make'], world.clock, (origin) => {
    const transfers = localTransfers({
      origin,
      blobs: world.blobs,
      clock: world.clock,
      random: systemRandom,
    });
    const { routes } = registryExports({ ...dependencies, approvals: two.approvals, door: transfers });
    return { routes, transfers };
  });
  stop = server.stop;
  const run = (...options: readonly string[]) =>
    temkin(['registry', ...options, '--json'], {
      environment: { TEMKIN_TOKEN: 'officer' },
      wait: async () => {
        await work({ deadlineMilliseconds: world.clock.now() + 60 });
      },
    });
  return { ...server, rows, two, run };
};

const WISH = [
  ['--purpose', 'migration'],
  ['--ground', 'company-decision'],
  ['--recipient', 'Công ty mới'],
  ['--reference', 'QĐ-1'],
  ['--numbers', 'all'],
].flat();

describe('temkin registry export', () => {
  it('waits for the second person, fetches the sealed parts, and opens them for who has the key', async () => {
    const { run, endpoint, two, rows, asked, beforeEach: set } = await serve();
    const made = await run('key', '--out', at('key'));
    const { recipientKey } = JSON.parse(made.output) as { readonly recipientKey: string };
    expect(statSync(at('key')).mode & 0o777).toBe(0o600);
    expect(await run('key', '--out', at('key'))).toMatchObject({ exitCode: 1 });
    const words = ['export', '--api', endpoint, '--out', at('out'), '--recipient-key', recipientKey, ...WISH];
    const waiting = await run(...words);
    expect([waiting.exitCode, JSON.parse(waiting.output)]).toMatchObject([3, { state: 'asked' }]);
    two.agreeToAll();

    // A line that breaks while parts are fetched.
    set(({ url }) => (url.includes('/v1/') ? 'answer' : 'lose'));
    expect((await run(...words)).exitCode).toBe(1);
    set(() => 'answer');
    const done = await run(...words);
    expect([done.exitCode, JSON.parse(done.output)]).toMatchObject([0, { state: 'done', rows: ROWS }]);
    expect(asked.filter((one) => one === 'POST /v1/registry/exports')).toHaveLength(1);
    const { parts } = JSON.parse(done.output) as { readonly parts: number };
    expect(readdirSync(at('out'))).toHaveLength(parts + 1);
    const fetched = asked.filter((one) => one.endsWith('/fetch')).length;
    expect(await run(...words)).toMatchObject({ exitCode: 0 });
    expect(asked.filter((one) => one.endsWith('/fetch'))).toHaveLength(fetched);
    const otherwise = await run(...words.slice(0, -1), 'live');
    expect([otherwise.exitCode, otherwise.complaint]).toEqual([
      1,
      expect.stringContaining('is of another export'),
    ]);

    const opening = ['open', at('out'), '--key', at('key'), '--out', at('rows.ndjson')];
    const opened = await run(...opening);
    expect([opened.exitCode, JSON.parse(opened.output)]).toMatchObject([0, { rows: ROWS }]);
    const numbers = readFileSync(at('rows.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { subscription: { msisdn?: string } }).subscription.msisdn);
    expect(new Set(numbers)).toEqual(new Set(rows.map(({ record }) => record.subscription.msisdn)));
    expect(numbers).toHaveLength(ROWS);
    expect(statSync(at('rows.ndjson')).mode & 0o777).toBe(0o600);

    // What is in clear is written into nobody's file, and stays nowhere where it cannot get its name.
    mkdirSync(at('taken'));
    writeFileSync(at('elsewhere'), '');
    symlinkSync(at('elsewhere'), at('taken.draft'));
    expect(await run(...opening.slice(0, -1), at('taken'))).toMatchObject({ exitCode: 1 });
    expect(existsSync(at('taken.draft'))).toBe(false);
    expect(readFileSync(at('elsewhere'), 'utf8')).toBe('');

    await run('key', '--out', at('other'));
    expect(await run('open', at('out'), '--key', at('other'), '--out', at('none'))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('was not sealed to the key'),
    });
    const first = join(at('out'), 'part-000001.sealed');
    writeFileSync(first, readFileSync(first).fill(0, 30, 31));
    expect(await run(...opening)).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('is not there whole'),
    });
  });

  it('says what is missing, and what every command is for', async () => {
    for (const command of ['export', 'open', 'key'])
      expect(await temkin(['registry', command, '--help'])).toMatchObject({ exitCode: 0 });
    const base = ['registry', 'export', '--api', 'https://api.example', '--out', at('out')];
    expect(await temkin(base)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining('--purpose is missing: one of inspection, migration'),
    });
    expect(await temkin([...base, '--fields', 'name,shoe'])).toMatchObject({ exitCode: 2 });
    expect(
      await temkin(['registry', 'open', at('nowhere'), '--key', at('k'), '--out', at('o')]),
    ).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('has no whole export'),
    });
  });
});
