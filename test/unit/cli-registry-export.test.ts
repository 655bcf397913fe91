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
  return { ...server, world, work, rows, two, run };
};

const WISH = [
  ['--purpose', 'migration'],
  ['--ground', 'company-decision'],
  ['--recipient', 'Công ty mới'],
  ['--reference', 'QĐ-1'],
  ['--numbers', 'all'],
].flat();

/** Names of the parts that were fetched. */
const sealedParts = (): readonly string[] =>
  readdirSync(at('out')).filter((name) => name.endsWith('.sealed'));

/** An export that is released, of which two parts are fetched before the line breaks. */
const half = async () => {
  const served = await serve();
  const { run, endpoint, two, beforeEach: set } = served;
  const made = await run('key', '--out', at('key'));
  const { recipientKey } = JSON.parse(made.output) as { readonly recipientKey: string };
  const words = ['export', '--api', endpoint, '--out', at('out'), '--recipient-key', recipientKey, ...WISH];
  await run(...words);
  two.agreeToAll();
  let fetched = 0;
  set(({ url }) => {
    fetched += url.endsWith('/fetch') ? 1 : 0;
    return fetched > 2 ? 'lose' : 'answer';
  });
  expect((await run(...words)).exitCode).toBe(1);
  set(() => 'answer');
  return { ...served, words };
};

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

  it('says what is left of an export that has expired before all of it was fetched, and what to do', async () => {
    const { run, words, world, work } = await half();
    expect(sealedParts()).toHaveLength(2);
    writeFileSync(join(at('out'), 'part-000003.sealed.draft'), 'half of a part');
    world.clock.advance(8 * 86_400_000);
    await work({ deadlineMilliseconds: world.clock.now() + 1_000_000 });
    const over = await run(...words);
    expect(over.exitCode).toBe(1);
    const data = JSON.parse(over.output) as Record<string, unknown>;
    expect(data).toMatchObject({ state: 'expired', out: at('out'), partsThere: 2 });
    expect(data.parts).toBeGreaterThan(2);
    const { output } = await temkin(['registry', ...words], { environment: { TEMKIN_TOKEN: 'officer' } });
    expect(output).toContain(
      `${at('out')} has 2 of ${String(data.parts)} parts, sealed, and nothing in clear: `,
    );
    expect(output).toContain(`Remove ${at('out')} and say this command again to ask for another export.`);
    expect(readdirSync(at('out')).toSorted()).toEqual(['export.json', ...sealedParts()].toSorted());
    expect(await run('open', at('out'), '--key', at('key'), '--out', at('rows.ndjson'))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('has no whole export'),
    });
    expect(readdirSync(directory).filter((name) => name.startsWith('rows'))).toEqual([]);

    // Done so, it begins anew.
    rmSync(at('out'), { recursive: true });
    expect((await run(...words)).exitCode).toBe(3);
  });

  it('says so too where it expires, is cancelled or deleted while its parts are fetched', async () => {
    const { run, words, world, beforeEach: set } = await half();
    let isOver = false;
    set(({ url }) => {
      if (url.endsWith('/fetch') && !isOver) {
        isOver = true;
        world.clock.advance(8 * 86_400_000);
      }
      return 'answer';
    });
    const over = await run(...words);
    expect([over.exitCode, JSON.parse(over.output)]).toMatchObject([1, { state: 'expired', partsThere: 2 }]);
  });

  it('goes by what is there once all of it was fetched, whatever became of the export since', async () => {
    const { run, words, world, work, rows } = await half();
    expect((await run(...words)).exitCode).toBe(0);
    world.clock.advance(8 * 86_400_000);
    await work({ deadlineMilliseconds: world.clock.now() + 1_000_000 });
    // As if it had been killed before it could say that all is there.
    const { api, exportId, wish } = JSON.parse(
      readFileSync(join(at('out'), 'export.json'), 'utf8'),
    ) as Record<string, unknown>;
    writeFileSync(join(at('out'), 'export.json'), JSON.stringify({ api, exportId, wish }));
    const again = await run(...words);
    expect([again.exitCode, JSON.parse(again.output)]).toMatchObject([
      0,
      { state: 'expired', rows: rows.length },
    ]);
    const opened = await run('open', at('out'), '--key', at('key'), '--out', at('rows.ndjson'));
    expect(JSON.parse(opened.output)).toMatchObject({ rows: rows.length });
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
