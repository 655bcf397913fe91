import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { plantedRows, type PlantedRow } from '../support/generated-rows.ts';
import type { Before } from '../support/import-server.ts';
import { cliRegistryWorld } from './cli-registry-world.ts';
import { IMPORTER, numbersOf } from './import-world.ts';

const { at, serve, write } = cliRegistryWorld();

const partsSent = (asked: readonly string[]): number => asked.filter((one) => one.startsWith('PUT ')).length;

const rejectLines = (planted: readonly PlantedRow[], firstRow: number): readonly string[] =>
  planted.flatMap(({ planted: what }, row) =>
    what?.grade === 'rejected' ? [`${firstRow + row},${what.code}`] : [],
  );

const accepted = (planted: readonly PlantedRow[]): readonly PlantedRow[] =>
  planted.filter(({ planted: what }) => what?.grade !== 'rejected');

describe('temkin registry import', () => {
  it.each(['rows.csv', 'rows.ndjson'])(
    'brings every row of %s, and writes which did not come in and why',
    async (name) => {
      const { run, world, asked } = await serve();
      const planted = [...plantedRows(200, 5, 40)].filter(
        ({ planted: what }) => what?.code !== 'number-repeated',
      );
      const file = write(name, planted);
      const { exitCode, output, complaint } = await run(file, '--mode', 'legacy');
      expect([exitCode, complaint]).toEqual([0, '']);
      const data = JSON.parse(output) as Record<string, unknown>;
      expect(data).toMatchObject({
        state: 'done',
        rows: planted.length,
        rowsDone: planted.length,
        accepted: accepted(planted).length,
      });
      expect(partsSent(asked)).toBeGreaterThan(3);
      expect((await numbersOf(world)).map(({ msisdn }) => msisdn).toSorted()).toEqual(
        accepted(planted)
          .map(({ row }) => row.record.subscription.msisdn ?? '')
          .toSorted(),
      );
      const [head, ...lines] = readFileSync(`${file}.rejects.csv`, 'utf8').trimEnd().split('\n');
      expect(head).toBe('row,code,pointer');
      expect(lines).toEqual(
        rejectLines(planted, name === 'rows.csv' ? 2 : 1).map((line) => `${line},"/subscription/msisdn"`),
      );
      expect(existsSync(`${file}.import.json`)).toBe(false);
    },
  );

  it.each<[string, Before]>([
    ['before a part is announced', ({ url }) => (url.endsWith('/parts') ? 'lose' : 'answer')],
    ['while a part is sent', ({ method }) => (method === 'PUT' ? 'lose' : 'answer')],
    ['after a part is sent', ({ method }) => (method === 'PUT' ? 'lose-answer' : 'answer')],
    ['before it is begun', ({ url }) => (url.endsWith('/begin') ? 'lose' : 'answer')],
    ['while it is watched', ({ method }) => (method === 'GET' ? 'lose' : 'answer')],
  ])('goes on where it was cut off %s, with the same import', async (_when, cut) => {
    const { run, world, asked, beforeEach: set } = await serve();
    const planted = [...plantedRows(150, 6, 0)];
    const file = write('rows.ndjson', planted);
    let hits = 0;
    set((request) => {
      if (cut(request) === 'answer') return 'answer';
      hits += 1;
      // Two parts pass before the line breaks for good.
      return hits <= 2 && request.url.includes('/parts') ? 'answer' : cut(request);
    });
    const first = await run(file, '--mode', 'legacy');
    expect(first.exitCode).toBe(1);
    expect(first.complaint).not.toContain('Nguyễn');
    expect(statSync(`${file}.import.json`).mode & 0o777).toBe(0o600);
    set(() => 'answer');
    const { exitCode, output } = await run(file, '--mode', 'legacy');
    expect([exitCode, JSON.parse(output)]).toMatchObject([0, { state: 'done', rows: 150, accepted: 150 }]);
    expect(await numbersOf(world)).toHaveLength(150);
    expect(asked.filter((one) => one === 'POST /v1/registry/imports')).toHaveLength(1);
  });

  it('makes no reject file, and names none, where every row comes in, and leaves none of an earlier run', async () => {
    const { run, endpoint, world } = await serve();
    const planted = [...plantedRows(40, 6, 0)].filter(({ row: { record } }) => {
      const { ordinal, state } = record.subscription;
      return record.holder.kind === 'citizen' && ordinal === 1 && state === 'active';
    });
    const file = write('rows.ndjson', planted);
    writeFileSync(`${file}.rejects.csv`, 'row,code,pointer\n1,old,""\n');
    const { exitCode, output } = await run(file, '--mode', 'legacy');
    expect([exitCode, JSON.parse(output)]).toMatchObject([0, { accepted: planted.length, rejected: 0 }]);
    expect(JSON.parse(output)).not.toHaveProperty('rejects');
    expect(existsSync(`${file}.rejects.csv`)).toBe(false);
    const again = await temkin(
      ['registry', 'import', file, '--api', endpoint, '--mode', 'legacy', '--delta'],
      {
        environment: { TEMKIN_TOKEN: 'importer' },
        wait: async () => {
          await world.imports.work({ deadlineMilliseconds: world.clock.now() + 100 });
        },
      },
    );
    expect(again.output).toContain(`${planted.length} changed nothing, 0 did not.\n`);
    expect(again.output).not.toContain('rejects.csv');
  });

  it('says where an import made no progress, and goes on there when it is said again', async () => {
    const { run, world, asked } = await serve();
    const file = write('rows.ndjson', [...plantedRows(60, 6, 0)]);
    const { blobs } = world;
    const whole = { ...blobs };
    Object.assign(blobs, {
      get: async (name: string) => {
        if (name.includes('/000002-')) throw new Error('access denied');
        return whole.get(name);
      },
    });
    const failed = await run(file, '--mode', 'legacy');
    expect([failed.exitCode, JSON.parse(failed.output)]).toMatchObject([
      1,
      { state: 'failed', failure: 'no-progress', failedAt: { step: 'rows', part: 2 } },
    ]);
    expect(existsSync(`${file}.import.json`)).toBe(true);
    Object.assign(blobs, whole);
    const { exitCode, output } = await run(file, '--mode', 'legacy');
    expect([exitCode, JSON.parse(output)]).toMatchObject([0, { state: 'done', rows: 60, accepted: 60 }]);
    expect(await numbersOf(world)).toHaveLength(60);
    expect(asked.filter((one) => one === 'POST /v1/registry/imports')).toHaveLength(1);
    expect(existsSync(`${file}.import.json`)).toBe(false);
  });

  it('waits with the beginning for a part that somebody announces anew meanwhile, and sends', async () => {
    const { run, world, asked, beforeEach: set } = await serve();
    const file = write('rows.ndjson', [...plantedRows(60, 6, 0)]);
    let [begins, last] = [0, ''];
    const sealed: Uint8Array[] = [];
    set(({ url }) => {
      if (!url.endsWith('/begin')) return 'answer';
      begins += 1;
      const names = [...world.blobs.stored.keys()].toSorted();
      if (begins === 1) {
        last = names.at(-1) ?? '';
        sealed.push(world.blobs.stored.get(last) ?? new Uint8Array());
        world.blobs.stored.delete(last);
      } else for (const bytes of sealed) world.blobs.stored.set(last, bytes);
      return 'answer';
    });
    const { exitCode, output } = await run(file, '--mode', 'legacy');
    expect([exitCode, JSON.parse(output)]).toMatchObject([0, { state: 'done', rows: 60 }]);
    expect(asked.filter((one) => one.endsWith('/begin'))).toHaveLength(2);
  });

  it('watches an import that somebody else began while a part was announced anew', async () => {
    const { run, world, asked, beforeEach: set } = await serve();
    const file = write('rows.ndjson', [...plantedRows(60, 6, 0)]);
    set(({ url }) => (url.endsWith('/begin') ? 'lose' : 'answer'));
    expect((await run(file, '--mode', 'legacy')).exitCode).toBe(1);
    // The same file in two hands: one of them does not know that the last part is sent.
    const state = JSON.parse(readFileSync(`${file}.import.json`, 'utf8')) as {
      readonly importId: string;
      readonly sent: readonly unknown[];
    };
    writeFileSync(`${file}.import.json`, JSON.stringify({ ...state, sent: state.sent.slice(0, -1) }));
    const beginnings: Promise<unknown>[] = [];
    set(({ url }) => {
      if (!url.endsWith('/parts') || beginnings.length > 0) return 'answer';
      beginnings.push(world.imports.beginImport(IMPORTER, state.importId));
      return 'lose';
    });
    const { exitCode, output, complaint } = await run(file, '--mode', 'legacy');
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(JSON.parse(output)).toMatchObject({ state: 'done', rows: 60, accepted: 60 });
    await Promise.all(beginnings);
    expect(asked.filter((one) => one === 'POST /v1/registry/imports')).toHaveLength(1);
  });

  it('refuses to go on with a file that is another by now', async () => {
    const { run, beforeEach: set } = await serve();
    const file = write('rows.ndjson', [...plantedRows(50, 6, 0)]);
    set(({ method }) => (method === 'PUT' ? 'lose' : 'answer'));
    await run(file);
    set(() => 'answer');
    write('rows.ndjson', [...plantedRows(51, 6, 0)]);
    const { exitCode, complaint } = await run(file);
    expect(exitCode).toBe(1);
    expect(complaint).toContain(`is of ${file} before it changed`);
    expect(complaint).toContain('Remove it to begin anew');
  });

  it.each(['cancelled', 'expired'] as const)(
    'tells how an import ended that was %s before all of it was sent, and begins anew when it is said again',
    async (how) => {
      const { run, world, beforeEach: set } = await serve();
      const file = write('rows.ndjson', [...plantedRows(50, 6, 0)]);
      set(({ method }) => (method === 'PUT' ? 'lose' : 'answer'));
      expect((await run(file)).exitCode).toBe(1);
      set(() => 'answer');
      const { importId } = JSON.parse(readFileSync(`${file}.import.json`, 'utf8')) as { importId: string };
      if (how === 'cancelled') await world.imports.cancelImport(IMPORTER, importId);
      else {
        world.clock.advance(8 * 86_400_000);
        await world.workOff();
      }
      const { exitCode, output, complaint } = await run(file);
      const ended = how === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', failure: 'expired' };
      expect([exitCode, complaint]).toEqual([1, '']);
      expect(JSON.parse(output)).toMatchObject({ importId, ...ended });
      expect(await run(file)).toMatchObject({ exitCode: 0 });
      expect(await numbersOf(world)).toHaveLength(50);
    },
  );

  it.each([
    ['rows.ndjson', ''],
    ['rows.csv', 'holder.kind,subscription.msisdn\r\n'],
  ])('makes no import of %s without a row', async (name, text) => {
    const { run, asked } = await serve();
    writeFileSync(at(name), text);
    expect(await run(at(name))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('has no rows'),
    });
    expect(asked).toEqual([]);
    expect(existsSync(`${at(name)}.import.json`)).toBe(false);
  });

  it('begins nothing of a file that changes while it is sent', async () => {
    const { run, asked, beforeEach: set } = await serve();
    const file = write('rows.ndjson', [...plantedRows(50, 6, 0)]);
    const [now, later] = [new Date(), new Date(Date.now() + 60_000)];
    set(({ method }) => {
      if (method === 'PUT') utimesSync(file, now, later);
      return 'answer';
    });
    const { exitCode, complaint } = await run(file);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('before it changed')]);
    expect(asked.filter((one) => one.endsWith('/begin'))).toEqual([]);
  });

  it.each([
    ['import', ['--mode', 'legacy'], ['--mode', 'strict'], 'with --mode legacy'],
    ['import', ['--mode', 'legacy'], [], 'with --mode legacy'],
    ['import', ['--format', 'csv'], ['--format', 'ndjson'], 'with --format csv'],
    ['import', ['--delta'], [], 'as registry import --delta'],
    ['parity', [], [], 'as registry import, with --mode strict'],
  ] as const)(
    'refuses to go on by %s with what was begun by %j where it is said %j, and says how it was begun',
    async (command, begun, said, how) => {
      const { run, compare, asked, beforeEach: set } = await serve();
      const file = write(begun[0] === '--format' ? 'rows.csv' : 'rows.ndjson', [...plantedRows(50, 6, 0)]);
      set(({ method }) => (method === 'PUT' ? 'lose' : 'answer'));
      expect((await run(file, ...begun)).exitCode).toBe(1);
      set(() => 'answer');
      const state = readFileSync(`${file}.import.json`, 'utf8');
      const { exitCode, complaint } = await (command === 'import' ? run : compare)(file, ...said);
      expect([exitCode, complaint]).toEqual([1, expect.stringContaining(`begun otherwise: ${how}. Say`)]);
      expect(readFileSync(`${file}.import.json`, 'utf8')).toBe(state);
      expect(asked.filter((one) => one === 'POST /v1/registry/imports')).toHaveLength(1);
      expect(await run(file, ...begun)).toMatchObject({ exitCode: 0 });
    },
  );

  it('says which column is none, what an answer is, and what an option may be', async () => {
    const { run, endpoint } = await serve();
    writeFileSync(at('odd.csv'), 'holder.shoe\n1\n');
    const refused = await run(at('odd.csv'));
    expect([refused.exitCode, refused.complaint]).toEqual([
      1,
      expect.stringMatching(/IMPORT\.COLUMNS_UNKNOWN: .* \/columns\/0: /),
    ]);
    expect(await run(at('odd.csv'), '--mode', 'lenient')).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining('--mode is one of strict, legacy'),
    });
    expect(await temkin(['registry', 'import', at('odd.csv'), '--api', 'nowhere'])).toMatchObject({
      exitCode: 2,
    });
    const out = at('out.csv');
    expect(
      await temkin(['registry', 'rejects', '--api', endpoint, '--import', '0'.repeat(32), '--out', out]),
    ).toMatchObject({ exitCode: 1, complaint: expect.stringContaining('IMPORT.UNKNOWN') });
    for (const command of ['import', 'parity', 'rejects'])
      expect(await temkin(['registry', command, '--help'])).toMatchObject({ exitCode: 0 });
  });
});
