import { OutcomeUnknown } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { plantedRows, type PlantedRow } from '../support/generated-rows.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { csv, ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { FEW, fileOf, LEGACY } from './import-runs.ts';
import { IMPORTER, importWorld, numbersOf, rejectsOf, type ImportWorld } from './import-world.ts';
import { citizen, REGISTRAR, registration, seedOf, TENANT } from './registry-world.ts';

/** Rows of a run of the tests; TEMKIN_IMPORT_ROWS says otherwise. */
const ROWS = Number(process.env['TEMKIN_IMPORT_ROWS'] ?? 1_000);

/** A registry of the day that the generated one is looked at on, with indexes for as many people. */
const openWorld = async (wrap?: Parameters<typeof importWorld>[0]): Promise<ImportWorld> => {
  const world = importWorld(wrap);
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, ROWS);
  return world;
};

/** What an import came to: numbers in their order, rejects in that of the file, and counts. */
interface Came {
  /** Number, state, defects with their grades. */
  readonly numbers: readonly string[];
  readonly rejects: readonly string[];
  readonly accepted: number;
  readonly rejected: number;
  readonly graded: number;
  readonly coded: number;
  readonly state: string;
  readonly rowsDone: number;
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

const cameOf = async (world: ImportWorld, importId: string): Promise<Came> => {
  const { known, counts, rowsDone } = await world.imports.showImport(IMPORTER, importId);
  const numbers = await numbersOf(world);
  return {
    numbers: numbers
      .map(({ msisdn, state, defects }) =>
        [msisdn, state, ...defects.map(({ code, grade }) => `${code} ${grade}`)].join(' '),
      )
      .toSorted(),
    rejects: (await rejectsOf(world, importId)).map(
      ({ row, faults }) => `${row} ${faults.map(({ code }) => code).join(' ')}`,
    ),
    accepted: counts.accepted,
    rejected: counts.rejected,
    graded: total(counts.grades),
    coded: total(counts.codes),
    state: known.state,
    rowsDone,
  };
};

/** What an import must come to, each row once. */
const mustCome = (planted: readonly PlantedRow[], mode: 'strict' | 'legacy', firstRow = 1): Came => {
  const isOut = ({ planted: what }: PlantedRow): boolean =>
    what !== undefined && (what.grade === 'rejected' || (mode === 'strict' && what.grade !== 'slight'));
  const accepted = planted.filter((one) => !isOut(one));
  const graded = accepted.filter(({ planted: what }) => what !== undefined).length;
  const rejects = planted.flatMap((one, at) =>
    isOut(one) ? [`${firstRow + at} ${one.planted?.code ?? ''}`] : [],
  );
  return {
    numbers: accepted
      .map(({ row: { record }, planted: what }) =>
        [
          record.subscription.msisdn,
          record.subscription.state,
          ...(what === undefined ? [] : [`${what.code} ${what.grade}`]),
        ].join(' '),
      )
      .toSorted(),
    rejects,
    accepted: accepted.length,
    rejected: rejects.length,
    graded,
    coded: graded + rejects.length,
    state: 'done',
    rowsDone: planted.length,
  };
};

describe('an import of an old system', () => {
  it('brings every row once, however often it is killed, with every defect graded and every reject explained', async () => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const planted = [...plantedRows(ROWS, 7, 40)];
    const importId = await world.send(LEGACY, fileOf(planted), { rowsOfPart: 400 });
    await world.imports.beginImport(IMPORTER, importId);
    let transactions = 0;
    staged.stage(async (commit) => {
      transactions += 1;
      if (transactions % 20 !== 0) return commit();
      // Every other death is one after the write.
      if (transactions % 40 === 0) await commit();
      throw new OutcomeUnknown('killed');
    });
    let runs = 0;
    for (let isDone = false; !isDone; runs += 1) {
      const { ended, faults } = await world.workOff();
      isDone = ended === 1;
      expect(isDone || faults.length > 0).toBe(true);
    }
    staged.stage();
    expect(runs).toBeGreaterThan(2);
    expect(await cameOf(world, importId)).toEqual(mustCome(planted, 'legacy'));
  }, 600_000);

  it('brings every row once, whichever of its transactions is lost or reported as lost', async () => {
    const planted = [...plantedRows(40, 11, 40)];
    for (const stage of Object.values(FATES))
      for (let at = 1; ; at += 1) {
        const staged = stagedTable();
        const world = await openWorld(staged.wrapTable);
        const importId = await world.send(LEGACY, fileOf(planted), { rowsOfPart: 15 });
        await world.imports.beginImport(IMPORTER, importId);
        let transactions = 0;
        staged.stage((commit, writes) => ((transactions += 1) === at ? stage(commit, writes) : commit()));
        const { ended } = await world.workOff();
        if (ended === 0) await world.workOff();
        staged.stage();
        expect(await cameOf(world, importId)).toEqual(mustCome(planted, 'legacy'));
        if (transactions < at) break;
      }
  }, 120_000);

  it('waits until people can be found by their identity numbers, and registers nobody twice', async () => {
    const world = importWorld();
    world.clock.set(REGISTRY_NOW);
    await world.openIndexes(['msisdn'], ROWS);
    const importId = await world.send(LEGACY, fileOf([...plantedRows(20, 7, 0)]));
    await world.imports.beginImport(IMPORTER, importId);
    const { ended, faults } = await world.workOff();
    expect([ended, faults]).toEqual([0, [expect.objectContaining({ code: 'SUBSCRIBER.INDEX_NOT_READY' })]]);
    expect(await numbersOf(world)).toEqual([]);
    await world.openIndexes(['identityNumber'], ROWS);
    world.clock.advance(60_000);
    expect(await world.workOff()).toMatchObject({ ended: 1, faults: [] });
    expect(await numbersOf(world)).toHaveLength(20);
  });

  it('is worked off by several at once, and each row comes in once', async () => {
    const world = await openWorld();
    const planted = [...plantedRows(FEW, 12, 40)];
    const importId = await world.send(LEGACY, fileOf(planted), { rowsOfPart: 30 });
    await world.imports.beginImport(IMPORTER, importId);
    await Promise.all([1, 2, 3].map(() => world.workOff(world.importsOn(world.memory))));
    await world.workOff();
    expect(await cameOf(world, importId)).toEqual(mustCome(planted, 'legacy'));
  });

  it('begins the timeline of wrong information for numbers with a severe defect that are served, and for no others', async () => {
    const world = await openWorld();
    const planted = [...plantedRows(FEW, 13, 60)];
    const importId = await world.send(LEGACY, fileOf(planted));
    await world.imports.beginImport(IMPORTER, importId);
    await world.workOff();
    const served = planted.filter(
      ({ row, planted: what }) => what?.grade === 'severe' && row.record.subscription.state !== 'terminated',
    );
    expect(served.length).toBeGreaterThan(5);
    const timelines = world.items('subscribers').filter(({ key }) => key.sort.includes('#timeline#'));
    expect(timelines).toHaveLength(served.length);
  });

  it('gives the numbers of one holder to one person, and two names on one identity number to two', async () => {
    const world = await openWorld();
    const first = [...plantedRows(200, 14, 0)].find(({ row }) => row.record.holder.kind === 'citizen');
    if (first === undefined) throw new Error('no citizen');
    const { record } = first.row;
    const number = (at: number, name = record.holder.name) => ({
      ...first.row,
      record: {
        holder: { ...record.holder, ...(name !== undefined && { name }) },
        subscription: {
          ...record.subscription,
          state: 'active',
          msisdn: `+8491000000${at}`,
          ordinal: at,
        } as const,
      },
    });
    const files = [[number(1), number(2), number(3, 'Người Khác Hẳn')], [number(4)]];
    for (const [at, rows] of files.entries()) {
      const importId = await world.send(LEGACY, ndjson(rows), { seed: at + 1 });
      await world.imports.beginImport(IMPORTER, importId);
      await world.workOff();
    }
    const personOf = new Map((await numbersOf(world)).map(({ msisdn, personId }) => [msisdn, personId]));
    const [one, two, three, four] = [1, 2, 3, 4].map((at) => personOf.get(`+8491000000${at}`));
    expect([two, four]).toEqual([one, one]);
    expect(three).not.toBe(one);
    // A number more is a change of its holder.
    expect((await world.stores.people.find(TENANT, one ?? ''))?.version).toBe(2);
  });

  it('comes to its end where a holder of its rows is corrected meanwhile, who stays one person', async () => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const first = [...plantedRows(200, 14, 0)].find(({ row }) => row.record.holder.kind === 'citizen');
    if (first === undefined) throw new Error('no citizen');
    const { holder, subscription } = first.row.record;
    const rows = Array.from({ length: 40 }, (_, at) => ({
      ...first.row,
      record: {
        holder,
        subscription: {
          ...subscription,
          state: 'active',
          msisdn: `+84910000${100 + at}`,
          ordinal: at + 1,
        } as const,
      },
    }));
    const importId = await world.send(LEGACY, ndjson(rows));
    await world.imports.beginImport(IMPORTER, importId);
    let transactions = 0;
    staged.stage((commit) => {
      transactions += 1;
      return transactions === 2 ? Promise.reject(new OutcomeUnknown('killed')) : commit();
    });
    expect(await world.workOff()).toMatchObject({ ended: 0 });
    staged.stage();
    const [one] = await numbersOf(world);
    await world.registry.amendPerson(REGISTRAR, {
      personId: one?.personId ?? '',
      holder: { name: 'Người Được Sửa' },
    });
    world.clock.advance(60_000);
    expect(await world.workOff()).toMatchObject({ ended: 1, faults: [] });
    const numbers = await numbersOf(world);
    expect(numbers).toHaveLength(rows.length);
    expect(new Set(numbers.map(({ personId }) => personId)).size).toBe(1);
  });

  it('takes no number that somebody has', async () => {
    const world = await openWorld();
    await world.registry.newPerson(IMPORTER, registration(1, citizen(1)), seedOf(99));
    const [planted] = [...plantedRows(1, 15, 0)];
    if (planted === undefined) throw new Error('no rows');
    const { row } = planted;
    const taken = {
      ...row,
      record: {
        ...row.record,
        subscription: {
          ...row.record.subscription,
          state: 'active',
          msisdn: '091 0000 001',
          use: 'person',
        } as const,
      },
    };
    const importId = await world.send(LEGACY, ndjson([taken, taken]));
    await world.imports.beginImport(IMPORTER, importId);
    await world.workOff();
    expect(await rejectsOf(world, importId)).toEqual(
      [1, 2].map((at) => ({ row: at, faults: [{ code: 'number-taken', pointer: '/subscription/msisdn' }] })),
    );
  });
});

describe('a strict import', () => {
  it('keeps out every row in which the law misses something, by row and code; of CSV as a spreadsheet counts', async () => {
    const world = await openWorld();
    const planted = [...plantedRows(ROWS, 21, 20)].filter(
      // A number that was rejected is nobody's, and may be repeated.
      ({ planted: what }) => what?.code !== 'number-repeated',
    );
    const { columns, text } = csv(planted.map(({ row }) => row));
    const importId = await world.send(
      { form: { format: 'csv', columns }, mode: 'strict', kind: 'full' },
      text,
    );
    await world.imports.beginImport(IMPORTER, importId);
    await world.workOff();
    expect(await cameOf(world, importId)).toEqual(mustCome(planted, 'strict', 2));
  }, 600_000);
});
