import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { registryExporter } from '@temkin/subscriber';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isStalled,
  stalledAgain,
  type Stall,
} from '../../packages/capabilities/subscriber/src/domain/bulk/stalls.ts';
import { stalledRuns } from '../../packages/capabilities/subscriber/src/domain/bulk/bulk-policies.ts';
import { plantedRows } from '../support/generated-rows.ts';
import { sha256 } from '../support/sha256.ts';
import { exportWorld, ROWS, sorted } from './export-world.ts';
import { FEW, fileOf, LEGACY, nextSeed, openWorld, planOf } from './import-runs.ts';
import { IMPORTER, numbersOf, rejectsOf, type ImportWorld } from './import-world.ts';
import { DAY, OFFICER, refusalOf } from './rights-world.ts';

const [{ value: RUNS } = { value: 0 }] = stalledRuns;

/** An import of three parts that is begun. */
const begun = async (plan = LEGACY) => {
  const world = await openWorld();
  const planted = [...plantedRows(FEW, 31, 0.2)];
  const importId = await world.send(plan, fileOf(planted), { rowsOfPart: 40, seed: nextSeed() });
  await world.imports.beginImport(IMPORTER, importId);
  return { world, importId, planted };
};

/** Blobs of which this part cannot be fetched. */
const withoutPart = (blobs: Blobs, part: number, fault: () => Error): Blobs => ({
  ...blobs,
  get: async (name) => {
    if (name.includes(`/00000${part}-`)) throw fault();
    return blobs.get(name);
  },
});

const denied = () => new Error('access denied');

const shown = async (world: ImportWorld, importId: string) =>
  (await world.imports.showImport(IMPORTER, importId)).known;

/** Runs of a worker, until one of them ends something, or as many as are said. */
const runUntilEnd = async (
  world: ImportWorld,
  through: ReturnType<ImportWorld['importsOn']>,
  most: number,
) => {
  let faults = 0;
  for (let runs = 1; runs <= most; runs += 1) {
    const worked = await world.workOff(through);
    faults += worked.faults.length;
    if (worked.ended > 0) return { runs, faults, failed: worked.failed };
  }
  return { runs: most, faults, failed: 0 };
};

const eventsOf = (world: Pick<ImportWorld, 'events'>, id: string) =>
  world.events().filter(({ resources }) => resources.some(({ uid }) => uid === id));

/** What came of an import. */
const said = async (one: ImportWorld, id: string) => ({
  numbers: (await numbersOf(one)).map(({ msisdn }) => msisdn).toSorted(),
  counts: (await one.imports.showImport(IMPORTER, id)).counts.accepted,
  rejects: (await rejectsOf(one, id)).length,
});

/** Keys and parts that are there. */
const left = (world: ImportWorld) => [
  world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('IMK#')).length,
  world.blobs.stored.size,
];

describe('an import that meets a fault at one place each time', () => {
  it('fails after as many runs as the policy says, tells where, and rings each time', async () => {
    const { world, importId } = await begun();
    const through = world.importsOn(world.memory, withoutPart(world.blobs, 2, denied));
    expect(await runUntilEnd(world, through, RUNS + 5)).toEqual({ runs: RUNS, faults: RUNS, failed: 1 });
    expect(await shown(world, importId)).toMatchObject({
      state: 'failed',
      failure: 'no-progress',
      failedAt: { step: 'rows', part: 2, row: 41 },
    });
    const last = eventsOf(world, importId).at(-1);
    expect(last).toMatchObject({ status_code: 'no-progress' });
    expect(last?.unmapped).toMatchObject({ change: 'failed', flags: ['step:rows', 'part:2', 'row:41'] });
    // What is there besides came in meanwhile, once, and nothing comes after.
    const numbers = (await numbersOf(world)).map(({ msisdn }) => msisdn);
    expect(numbers.length).toBeGreaterThan(0);
    expect(new Set(numbers).size).toBe(numbers.length);
    await world.workOff();
    expect(await numbersOf(world)).toHaveLength(numbers.length);
  });

  it('says which row it is, and takes in those before it', async () => {
    const { world, importId, planted } = await begun();
    const doomed = 71;
    const table: Table = {
      ...world.memory,
      transact: async (writes, token) => {
        const advance = writes.find(({ key }) => key.partition.startsWith('IMP#'));
        const rowsDone = advance?.kind === 'update' && Number(advance.set?.rowsDone);
        if (advance?.key.sort === '000002' && Number(rowsDone) > doomed - 1 - 40) throw denied();
        return world.memory.transact(writes, token);
      },
    };
    await runUntilEnd(world, world.importsOn(table), RUNS + 5);
    expect((await shown(world, importId)).failedAt).toEqual({ step: 'rows', part: 2, row: doomed });
    const parts = world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('IMP#'));
    expect(parts.map(({ item }) => item.rowsDone)).toEqual([40, doomed - 1 - 40, 40]);
    expect(planted).toHaveLength(FEW);
  });

  it('goes on where it stood once it is begun again: nothing is lost, and nothing comes twice', async () => {
    const { world, importId, planted } = await begun();
    const faulty = world.importsOn(world.memory, withoutPart(world.blobs, 2, denied));
    for (let time = 0; time < 2; time += 1) {
      await runUntilEnd(world, faulty, RUNS + 5);
      expect((await shown(world, importId)).state).toBe('failed');
      await world.workOff();
      const { rows } = await world.imports.beginImport(IMPORTER, importId);
      expect(await world.imports.beginImport(IMPORTER, importId)).toMatchObject({ rows });
      const known = await shown(world, importId);
      expect(known).toMatchObject({ state: 'running', rows: FEW, stalls: [] });
      expect(known).not.toHaveProperty('failure');
      expect(known).not.toHaveProperty('failedAt');
      expect(known).not.toHaveProperty('endedAt');
    }
    expect(await world.workOff()).toMatchObject({ ended: 1, failed: 0 });
    const whole = await openWorld();
    const only = await whole.send(LEGACY, fileOf(planted), { rowsOfPart: 40, seed: nextSeed() });
    await whole.imports.beginImport(IMPORTER, only);
    await whole.workOff();
    expect(await said(world, importId)).toEqual(await said(whole, only));
    expect(world.blobs.stored.size).toBe(0);
  });

  it('keeps key and parts for a week for that, and no longer, nor where it is cancelled', async () => {
    const stuck = async () => {
      const { world, importId } = await begun();
      await runUntilEnd(world, world.importsOn(world.memory, withoutPart(world.blobs, 2, denied)), RUNS);
      await world.workOff();
      expect(left(world)).toEqual([1, 3]);
      return { world, importId };
    };
    const cancelled = await stuck();
    await cancelled.world.imports.cancelImport(IMPORTER, cancelled.importId);
    expect(left(cancelled.world)).toEqual([0, 0]);
    expect(await refusalOf(cancelled.world.imports.beginImport(IMPORTER, cancelled.importId))).toBe(
      'IMPORT.STATE_NOT_ALLOWED',
    );
    const { world, importId } = await stuck();
    world.clock.advance(6 * DAY);
    await world.workOff();
    expect(left(world)).toEqual([1, 3]);
    world.clock.advance(2 * DAY);
    expect(await world.workOff()).toMatchObject({ ended: 1, failed: 1 });
    expect(left(world)).toEqual([0, 0]);
    expect(await shown(world, importId)).toMatchObject({ state: 'failed', failure: 'expired' });
    expect(await refusalOf(world.imports.beginImport(IMPORTER, importId))).toBe('IMPORT.STATE_NOT_ALLOWED');
  });

  it('goes on for as long as the store is away, and is whole in the end', async () => {
    const { world, importId } = await begun();
    for (const fault of [() => new StoreUnavailable('throttled'), () => new OutcomeUnknown('timed out')]) {
      const through = world.importsOn(world.memory, withoutPart(world.blobs, 2, fault));
      expect(await runUntilEnd(world, through, RUNS + 5)).toMatchObject({ runs: RUNS + 5, failed: 0 });
    }
    expect(await world.workOff()).toMatchObject({ ended: 1, failed: 0 });
    const numbers = (await numbersOf(world)).map(({ msisdn }) => msisdn);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect((await shown(world, importId)).state).toBe('done');
  });

  it('begins to count anew once it came ahead there', async () => {
    const { world, importId } = await begun(planOf('delta', 'legacy'));
    // Of a delta parts come one after the other: nothing else comes ahead meanwhile.
    const faulty = world.importsOn(world.memory, withoutPart(world.blobs, 1, denied));
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await runUntilEnd(world, faulty, RUNS - 1)).toMatchObject({ failed: 0 });
      const { rowsDone } = await world.imports.showImport(IMPORTER, importId);
      let dies = false;
      const one: Table = {
        ...world.memory,
        transact: async (writes, token) => {
          if (dies) throw new StoreUnavailable('killed');
          dies = writes.some(({ key }) => key.partition.startsWith('IMP#'));
          return world.memory.transact(writes, token);
        },
      };
      await world.importsOn(one).work({ deadlineMilliseconds: world.clock.now() + 1_000_000 });
      expect((await world.imports.showImport(IMPORTER, importId)).rowsDone).toBeGreaterThan(rowsDone);
      if ((await world.imports.showImport(IMPORTER, importId)).rowsDone >= 40) break;
    }
    expect((await shown(world, importId)).state).toBe('running');
  });

  it('fails too where what was counted is lost once, or applied and said to have failed', async () => {
    for (const isApplied of [false, true]) {
      const { world, importId } = await begun();
      let counted = 0;
      const table: Table = {
        ...world.memory,
        write: async (write) => {
          const isCount = write.kind === 'update' && write.set?.stalls !== undefined;
          counted += isCount ? 1 : 0;
          if (!isCount || counted !== 5) return world.memory.write(write);
          if (isApplied) await world.memory.write(write);
          throw new OutcomeUnknown('no answer');
        },
      };
      const through = world.importsOn(table, withoutPart(world.blobs, 2, denied));
      expect(await runUntilEnd(world, through, RUNS + 5)).toMatchObject({
        runs: isApplied ? RUNS : RUNS + 1,
        failed: 1,
      });
      expect((await shown(world, importId)).failure).toBe('no-progress');
    }
  });

  it('fails where its key opens for nobody, and keeps no other import back', async () => {
    const { world, importId } = await begun();
    const damaged = world.items('registry-bulk').find(({ key }) => key.partition.startsWith('IMK#'));
    if (damaged === undefined) throw new Error('an import without a key');
    await world.memory.write({
      kind: 'put',
      key: damaged.key,
      item: { ...damaged.item, wrapped: new Uint8Array(80) },
    });
    const other = await world.send(LEGACY, fileOf([...plantedRows(20, 77, 0)]), { seed: nextSeed() });
    await world.imports.beginImport(IMPORTER, other);
    await world.workOff();
    expect((await shown(world, other)).state).toBe('done');
    await runUntilEnd(world, world.imports, RUNS);
    expect(await shown(world, importId)).toMatchObject({
      failure: 'no-progress',
      failedAt: { step: 'whole' },
    });
  });

  it('fails in the walk of a parity report, and says in which segment', async () => {
    const { world, importId } = await begun(planOf('parity', 'legacy'));
    const table: Table = {
      ...world.memory,
      transact: async (writes, token) => {
        if (writes.some(({ key }) => key.partition.startsWith('IMS#') && key.sort === 'segment#0a'))
          throw denied();
        return world.memory.transact(writes, token);
      },
    };
    await runUntilEnd(world, world.importsOn(table), RUNS + 5);
    expect(await shown(world, importId)).toMatchObject({
      failure: 'no-progress',
      failedAt: { step: 'walk', segment: '0a' },
    });
  });
});

describe('an export that meets a fault at one page each time', () => {
  it('fails after as many runs as the policy says, tells where, and leaves nothing of what was written', async () => {
    const world = await exportWorld(40);
    const exportId = await world.released();
    const dependencies = { ...world.dependencies(world.memory), blobs: world.blobs, sha256 };
    const faulty = (fault: () => Error) =>
      registryExporter({
        ...dependencies,
        blobs: {
          ...world.blobs,
          putIfAbsent: async () => {
            throw fault();
          },
        },
      });
    const run = (work: ReturnType<typeof registryExporter>) =>
      work({ deadlineMilliseconds: world.clock.now() + 1_000_000_000 });
    const away = faulty(() => new StoreUnavailable('throttled'));
    for (let runs = 0; runs < RUNS + 5; runs += 1) expect(await run(away)).toMatchObject({ failed: 0 });
    const denying = faulty(denied);
    for (let runs = 1; runs < RUNS; runs += 1)
      expect(await run(denying)).toMatchObject({ failed: 0, faults: [expect.any(Error)] });
    expect((await world.exports.showExport(OFFICER, exportId)).known.state).toBe('running');
    expect(await run(denying)).toMatchObject({ failed: 1, faults: [expect.any(Error)] });
    const { known } = await world.exports.showExport(OFFICER, exportId);
    expect(known).toMatchObject({
      state: 'failed',
      failure: 'no-progress',
      failedAt: { step: 'pages', part: 1, segment: expect.any(String) },
    });
    expect(eventsOf(world, exportId).some(({ status_code }) => status_code === 'no-progress')).toBe(true);
    expect(world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('EXK#'))).toEqual([]);
    expect(world.blobs.stored.size).toBe(0);
    expect(await refusalOf(world.exports.cancelExport(OFFICER, exportId))).toBe('EXPORT.STATE_NOT_ALLOWED');
    expect(await refusalOf(world.exports.releaseExport(OFFICER, exportId))).toBe('EXPORT.STATE_NOT_ALLOWED');
    // Asked for once more it is another.
    const again = await world.released();
    await run(registryExporter(dependencies));
    expect(sorted(await world.opened(again))).toHaveLength(40);
    expect(ROWS).toBeGreaterThan(40);
  });
});

describe('stalls', () => {
  const places = fc.record({ step: fc.constant('rows' as const), part: fc.integer({ min: 1, max: 4 }) });

  it('count a place as often as it was begun at with the same mark, whatever happens at the few others that are worked at', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: places, mark: fc.nat(2) }), { maxLength: 60 }), (met) => {
        let stalls: readonly Stall[] = [];
        const counts = new Map<number, { mark: number; times: number }>();
        for (const one of met) {
          const was = counts.get(one.at.part);
          const times = was?.mark === one.mark ? was.times + 1 : 1;
          counts.set(one.at.part, { mark: one.mark, times });
          expect(isStalled(stalls, one)).toBe(was?.mark === one.mark);
          const become = stalledAgain(stalls, one);
          expect(become.at(-1)?.times).toBe(times);
          stalls = become;
        }
        expect(stalls.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('remember no more places than an item has room for', () => {
    let stalls: readonly Stall[] = [];
    for (let part = 1; part <= 100; part += 1)
      stalls = stalledAgain(stalls, { at: { step: 'rows', part }, mark: 1 });
    expect(stalls).toHaveLength(8);
  });
});
