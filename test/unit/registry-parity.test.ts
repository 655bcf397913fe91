import { SEGMENTS, type ImportPlan, type ImportRow } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { generatedRows } from '../support/generated-rows.ts';
import { ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { IMPORTER, importWorld, numbersOf, rejectsOf, type ImportWorld } from './import-world.ts';
import { numberOf, TENANT } from './registry-world.ts';

const planOf = (kind: ImportPlan['kind']): ImportPlan => ({
  form: { format: 'ndjson' },
  mode: 'legacy',
  kind,
});

const withFields = (row: ImportRow, holder: object, subscription: object = {}): ImportRow => ({
  ...row,
  record: {
    holder: { ...row.record.holder, ...holder },
    subscription: { ...row.record.subscription, ...subscription },
  },
});

/** Rows of citizens, each with one number that is in service. */
const citizens = (count: number): readonly ImportRow[] =>
  [...generatedRows(count * 8, 43)]
    .filter(({ record: { holder, subscription } }) => {
      const { ordinal, state } = subscription;
      return holder.kind === 'citizen' && ordinal === 1 && state === 'active';
    })
    .slice(0, count)
    .map((row, at) => withFields(row, {}, { msisdn: numberOf(8_000 + at) }));

const openWorld = async (wrap?: Parameters<typeof importWorld>[0]): Promise<ImportWorld> => {
  const world = importWorld(wrap);
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  return world;
};

let seed = 4_000;

const sent = async (
  world: ImportWorld,
  kind: ImportPlan['kind'],
  rows: readonly ImportRow[],
  rowsOfPart = 1_000,
): Promise<string> => {
  const importId = await world.send(planOf(kind), ndjson(rows), { rowsOfPart, seed: (seed += 1) });
  await world.imports.beginImport(IMPORTER, importId);
  return importId;
};

/** Brings rows in, and answers the id of the subscription of each, in order. */
const bring = async (world: ImportWorld, rows: readonly ImportRow[]): Promise<readonly string[]> => {
  await sent(world, 'full', rows);
  await world.workOff();
  const numbers = await numbersOf(world);
  return rows.map(
    ({ record }) => numbers.find(({ msisdn }) => msisdn === record.subscription.msisdn)?.subscriptionId ?? '',
  );
};

/** What a report says of the registry: ids in the order of the list, and how many it counts. */
const unmetOf = async ({ imports }: ImportWorld, importId: string) => {
  const ids: string[] = [];
  let pages = 0;
  let after: string | undefined;
  do {
    const page = await imports.listUnmet(IMPORTER, importId, after);
    ids.push(...page.subscriptionIds);
    pages += 1;
    after = page.next;
  } while (after !== undefined);
  const { walked, known, rows } = await imports.showImport(IMPORTER, importId);
  return { ids, pages, walked, state: known.state, rows };
};

const metItems = (world: ImportWorld) =>
  world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('IMM#'));

const registryItems = (world: ImportWorld) => [
  ...world.items('subscribers'),
  ...world.items('subscriber-index'),
  ...world.items('subscriber-keys'),
];

/** A registry of twelve, and the ids of the subscriptions in the order of the rows. */
const twelve = async (wrap?: Parameters<typeof importWorld>[0]) => {
  const world = await openWorld(wrap);
  const rows = citizens(12);
  return { world, rows, ids: await bring(world, rows) };
};

/** What a report that is done says of the registry, and what is left of what it remembered. */
const cameTo = async (world: ImportWorld, importId: string) => {
  const { state, ids, walked, rows } = await unmetOf(world, importId);
  // Whoever was killed before it forgot what it remembered is followed by who does.
  await world.workOff();
  return { state, ids, walked, notLookedUp: rows - (walked?.rows ?? 0), remembered: metItems(world) };
};

const mustCome = (ids: readonly string[]) => ({
  state: 'done',
  ids: ids.toSorted(),
  walked: { rows: expect.any(Number), segments: SEGMENTS.length, found: ids.length },
  notLookedUp: 0,
  remembered: [],
});

describe('a parity report', () => {
  it('compares a number once that several rows of a part name, in whatever form, and tells of the others, however often it is cut off', async () => {
    for (const stage of [undefined, ...Object.values(FATES)]) {
      const staged = stagedTable();
      const world = await openWorld(staged.wrapTable);
      const rows = citizens(130);
      await bring(world, rows);
      const [first, second, third] = rows;
      if (first === undefined || second === undefined || third === undefined) throw new Error('no rows');
      // A number that ended before somebody else had it is named by both.
      const ended = withFields(
        third,
        { identity: { kind: 'personal', number: '001190999999' } },
        { state: 'terminated' },
      );
      const national = withFields(first, {}, { msisdn: numberOf(8_000).replace('+84', '0') });
      const importId = await sent(world, 'parity', [ended, ...rows, national, second, national]);
      let transactions = 0;
      // Two windows of rows: whom they are compared with, and what came of them.
      staged.stage((commit, writes) =>
        stage !== undefined && (transactions += 1) === 4 ? stage(commit, writes) : commit(),
      );
      await world.workOff();
      staged.stage();
      await world.workOff();
      const { counts, known } = await world.imports.showImport(IMPORTER, importId);
      expect([known.state, counts.unchanged, counts.rejected]).toEqual(['done', 130, 4]);
      expect(counts.codes).toEqual({ 'number-ended': 1, 'number-repeated': 3 });
      expect(
        (await rejectsOf(world, importId)).map(({ row, faults }) => [row, ...faults.map(({ code }) => code)]),
      ).toEqual([
        [1, 'number-ended'],
        [132, 'number-repeated'],
        [133, 'number-repeated'],
        [134, 'number-repeated'],
      ]);
    }
  }, 60_000);
});

describe('a parity report walks the registry', () => {
  it('and lists exactly the numbers that somebody has and no row named, by id; it opens nobody and writes nothing of anybody', async () => {
    const { world, rows, ids } = await twelve();
    const [ended] = citizens(13).slice(12);
    if (ended === undefined) throw new Error('no row');
    // A number that has ended is nobody's.
    await bring(world, [withFields(ended, {}, { state: 'terminated' })]);
    const identity = { kind: 'personal', number: '001190999999' } as const;
    const national = numberOf(8_001).replace('+84', '0');
    const told = [
      ...rows.slice(0, 1),
      // Whatever else is said of a number, it is named: in another form, of another holder, with other fields, twice.
      ...[{ msisdn: national }].map((other) => withFields(rows[1] as ImportRow, {}, other)),
      withFields(rows[2] as ImportRow, { identity }),
      withFields(rows[3] as ImportRow, { name: 'Trần Thị Đổi' }),
      rows[4] as ImportRow,
      rows[4] as ImportRow,
      withFields(rows[5] as ImportRow, {}, { msisdn: 'none' }),
      withFields(rows[6] as ImportRow, {}, { msisdn: numberOf(9_000) }),
    ];
    const before = registryItems(world);
    const importId = await sent(world, 'parity', told, 3);
    expect(await world.workOff()).toMatchObject({ ended: 1, faults: [] });
    expect(await cameTo(world, importId)).toEqual(mustCome(ids.slice(5)));
    expect(registryItems(world)).toEqual(before);
    const done = world.events().findLast(({ unmapped }) => unmapped.change === 'done');
    expect(done?.unmapped).toMatchObject({ flags: ['registry-walked', 'only-in-registry'] });
    expect(JSON.stringify(world.items('registry-bulk'))).not.toContain('Nguyễn');
    expect((await rejectsOf(world, importId)).map(({ row }) => row)).toEqual([3, 4, 6, 7, 8]);
  });

  it('and says so where there is none', async () => {
    const { world, rows } = await twelve();
    const importId = await sent(world, 'parity', rows);
    await world.workOff();
    expect(await cameTo(world, importId)).toEqual(mustCome([]));
    const done = world.events().findLast(({ unmapped }) => unmapped.change === 'done');
    expect(done?.unmapped).toMatchObject({ flags: ['registry-walked'] });
    const full = await unmetOf(world, await sent(world, 'delta', rows));
    expect([full.ids, full.walked]).toEqual([[], undefined]);
  });

  it('page by page, also where one holder has more numbers than go into one transaction', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    const rows = Array.from({ length: 620 }, (_, at) =>
      withFields(row, {}, { msisdn: numberOf(20_000 + at), ordinal: at + 1 }),
    );
    await sent(world, 'full', rows);
    await world.workOff();
    const importId = await sent(world, 'parity', rows.slice(0, 10));
    await world.workOff();
    const { ids, pages, walked } = await unmetOf(world, importId);
    expect([new Set(ids).size, ids.length, pages, walked?.found]).toEqual([610, 610, 2, 610]);
  }, 60_000);

  it('and lists each once, whichever of its transactions is lost or reported as lost', async () => {
    // Rows are compared, then looked up, three parts each; then 256 segments are walked; then it ends.
    for (const stage of Object.values(FATES))
      for (const at of [1, 2, 3, 4, 5, 6, 7, 8, 20, 134, 261, 262, 263]) {
        const staged = stagedTable();
        const { world, rows, ids } = await twelve(staged.wrapTable);
        const importId = await sent(world, 'parity', rows.slice(0, 5), 2);
        let transactions = 0;
        staged.stage((commit, writes) => ((transactions += 1) === at ? stage(commit, writes) : commit()));
        const { ended } = await world.workOff();
        expect(transactions).toBeGreaterThanOrEqual(at);
        if (ended === 0) await world.workOff();
        staged.stage();
        expect(await cameTo(world, importId)).toEqual(mustCome(ids.slice(5)));
      }
  }, 120_000);

  it('in as many runs as it takes, by several workers at once, and lists each once', async () => {
    const { world, rows, ids } = await twelve();
    const importId = await sent(world, 'parity', rows.slice(0, 5), 1);
    let runs = 0;
    for (let isDone = false; !isDone && runs < 500; runs += 1) {
      const worked = await Promise.all(
        [1, 2].map(() =>
          // The clock goes on by one whenever it is looked at.
          world.importsOn(world.memory).work({ deadlineMilliseconds: world.clock.now() + 150 }),
        ),
      );
      expect(worked.flatMap(({ faults }) => faults)).toEqual([]);
      isDone = worked.some(({ ended }) => ended === 1);
    }
    expect(runs).toBeGreaterThan(2);
    expect(await cameTo(world, importId)).toEqual(mustCome(ids.slice(5)));
  });

  it('but for a number that a fault of the past gave to two: whoever has it beside is named too', async () => {
    const { world, rows, ids } = await twelve();
    const [first = '', second = ''] = ids;
    const entries = world.items('subscriber-index');
    const live = entries.find(({ key, item }) => key.sort === 'live' && item.subscriptionId === first);
    const other = await world.stores.people.holderOf(TENANT, second);
    if (live === undefined || other === undefined) throw new Error('no entries');
    const sort = `subscription#${other}#${second}`;
    await world.memory.write({ kind: 'put', key: { ...live.key, sort }, item: {} });
    const importId = await sent(world, 'parity', rows.slice(0, 1));
    await world.workOff();
    expect(await cameTo(world, importId)).toEqual(mustCome(ids.slice(2)));
  });

  it('and leaves nothing of what it remembered where it is cancelled amid it', async () => {
    const staged = stagedTable();
    const { world, rows } = await twelve(staged.wrapTable);
    const importId = await sent(world, 'parity', rows);
    staged.inBetween(
      () => world.importsOn(world.memory).cancelImport(IMPORTER, importId),
      (writes) => writes.some(({ key }) => key.partition.startsWith('IMS#')),
    );
    expect(await world.workOff()).toMatchObject({ ended: 0, faults: [] });
    expect(metItems(world).length).toBeGreaterThan(0);
    expect(await world.workOff()).toMatchObject({ ended: 0, faults: [] });
    expect(metItems(world)).toEqual([]);
    expect(await unmetOf(world, importId)).toMatchObject({ state: 'cancelled', ids: [] });
  });
});
