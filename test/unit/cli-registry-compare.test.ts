import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { plantedRows } from '../support/generated-rows.ts';
import { cliRegistryWorld } from './cli-registry-world.ts';

const { at, serve, write } = cliRegistryWorld();

describe('temkin registry parity', () => {
  it('says of a comparison what it is at, and how far, also while numbers are looked up', async () => {
    const { run, watched } = await serve();
    const file = write('rows.ndjson', [...plantedRows(120, 6, 0)]);
    await run(file, '--mode', 'legacy');
    const { done, steps } = await watched(file);
    expect(done.complaint).toBe('');
    const { rows } = JSON.parse(done.output) as { readonly rows: number };
    expect(steps.map(({ step, total }) => [step, total])).toEqual([
      ['sending rows', undefined],
      ['comparing rows', rows],
      ['looking numbers up', rows],
      ['walking the registry', 256],
    ]);
    for (const { done: counts, total } of steps.slice(1)) {
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
      expect(counts.at(-1)).toBe(total);
    }
    // It moves while it looks up: the parts one after the other.
    expect(new Set(steps[2]?.done).size).toBeGreaterThan(2);
  });

  it('amends by a delta what a comparison finds otherwise, until it finds nothing', async () => {
    const { run, compare } = await serve();
    const planted = [...plantedRows(200, 6, 0)].filter(({ row: { record } }) => {
      const { ordinal, state } = record.subscription;
      return record.holder.kind === 'citizen' && ordinal === 1 && state === 'active';
    });
    await run(write('rows.ndjson', planted));
    const [first, ...rest] = planted;
    if (first === undefined) throw new Error('no rows');
    const { row } = first;
    const renamed = {
      ...row,
      record: { ...row.record, holder: { ...row.record.holder, name: 'Trần Thị Đổi' } },
    };
    const file = write('now.csv', [{ ...first, row: renamed }, ...rest]);
    const fields = [{ field: 'holder.name', count: 1 }];
    const differs = await compare(file);
    const unchanged = rest.length;
    expect([differs.exitCode, JSON.parse(differs.output)]).toMatchObject([
      1,
      { state: 'done', unchanged, rejected: 1, fields, report: `${file}.parity.csv` },
    ]);
    expect(readFileSync(`${file}.parity.csv`, 'utf8')).toBe(
      'row,code,pointer,subscription\n2,parity-differs,"/holder/name",\n',
    );
    const delta = await run(file, '--delta');
    expect([delta.exitCode, JSON.parse(delta.output)]).toMatchObject([
      0,
      { state: 'done', accepted: 0, amended: 1, unchanged, rejected: 0, fields },
    ]);
    const same = await compare(file);
    expect([same.exitCode, JSON.parse(same.output)]).toMatchObject([0, { unchanged: planted.length }]);
  });

  it('tells of a comparison the numbers that no row names, by id alone, and is not the same then', async () => {
    const { run, compare, endpoint, asked } = await serve();
    const planted = [...plantedRows(120, 6, 0)].filter(({ row: { record } }) => {
      const { ordinal, state } = record.subscription;
      return record.holder.kind === 'citizen' && ordinal === 1 && state === 'active';
    });
    await run(write('rows.ndjson', planted));
    const file = write('some.ndjson', planted.slice(3));
    const { exitCode, output } = await compare(file);
    const data = JSON.parse(output) as Record<string, unknown>;
    expect([exitCode, data]).toMatchObject([1, { state: 'done', rejected: 0, onlyInRegistry: 3 }]);
    const report = readFileSync(`${file}.parity.csv`, 'utf8');
    expect(report).toMatch(
      /^row,code,pointer,subscription\n(,parity-only-in-registry,,[0-9a-f]{8}-[0-9a-f-]{27}\n){3}$/,
    );
    const again = await temkin(
      [
        'registry',
        'rejects',
        '--api',
        endpoint,
        '--import',
        String(data['importId']),
        '--out',
        at('again.csv'),
      ],
      { environment: { TEMKIN_TOKEN: 'importer' } },
    );
    expect([again.exitCode, readFileSync(at('again.csv'), 'utf8')]).toEqual([0, report]);
    expect(asked.some((one) => one.endsWith('/only-in-registry'))).toBe(true);
  });
});
