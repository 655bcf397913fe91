import type { ImportRow, IndexQuestion, SubscriberRecord } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { csv, ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { bring, citizens, nextSeed, openWorld, planOf, recordsOf, withFields } from './import-runs.ts';
import { IMPORTER, numbersOf, type ImportWorld } from './import-world.ts';
import { citizen, numberOf, REGISTRAR, registration, seedOf } from './registry-world.ts';

/** Another name and birth date in the same year, another address, another day of registration. */
const changed = (row: ImportRow, at: number): ImportRow => {
  const { holder, subscription } = row.record;
  const { birthDate = '' } = holder;
  return withFields(
    row,
    {
      name: `Trần Thị Đổi ${'ABCDEGHIKLMNOPQRSTUVXY'[at % 22] ?? ''}`,
      birthDate: `${birthDate.slice(0, 4)}-${birthDate.endsWith('-06-07') ? '06-08' : '06-07'}`,
      address: { printed: `Số ${at + 1} phố Đội Cấn`, communeCode: '00004' },
    },
    { registeredAt: (subscription.registeredAt ?? 0) - 60_000 },
  );
};

const isChanged = (at: number): boolean => at % 3 === 1;

const afterwards = (rows: readonly ImportRow[]): readonly ImportRow[] =>
  rows.map((row, at) => (isChanged(at) ? changed(row, at) : row));

const recordsIn = (rows: readonly ImportRow[]): ReadonlyMap<string, SubscriberRecord> =>
  new Map(rows.map(({ record }) => [record.subscription.msisdn ?? '', record]));

const hitsOf = async (world: ImportWorld, index: 'nameBirthDate' | 'lastFourBirthDate', row: ImportRow) => {
  const { name = '', birthDate = '' } = row.record.holder;
  const { msisdn = '' } = row.record.subscription;
  const question: IndexQuestion = { name, birthDate, msisdnLast4: msisdn.slice(-4) };
  const found = await world.registry.findByIndex(REGISTRAR, {
    index,
    question,
    purpose: 'registration',
    reference: 'case-1',
  });
  return found.hits;
};

describe('a delta', () => {
  it('amends what its rows have otherwise, brings new numbers, and leaves those alone that are not in it', async () => {
    const world = await openWorld();
    const rows = citizens(30);
    await bring(world, planOf('full'), ndjson(rows.slice(0, 24)));
    const told = afterwards(rows).filter((_, at) => at % 6 !== 0);
    const { state, counts } = await bring(world, planOf('delta'), ndjson(told));
    const [amended, accepted] = [8, 5];
    expect([state, counts]).toMatchObject([
      'done',
      {
        accepted,
        rejected: 0,
        amended,
        unchanged: told.length - amended - accepted,
        fields: {
          'holder.name': amended,
          'holder.birthDate': amended,
          'holder.address': amended,
          'subscription.registeredAt': amended,
        },
      },
    ]);
    const kept = await recordsOf(world);
    const expected = recordsIn([...rows.slice(0, 24), ...told]);
    expect(new Map([...kept].map(([msisdn, { record }]) => [msisdn, record]))).toEqual(expected);
  });

  it('changes nothing when it comes again, whatever the form of the file', async () => {
    const world = await openWorld();
    const rows = citizens(12);
    await bring(world, planOf('full'), ndjson(rows));
    await bring(world, planOf('delta'), ndjson(afterwards(rows)));
    const before = world.items('subscribers');
    const { columns, text } = csv(afterwards(rows));
    const again = await bring(
      world,
      { form: { format: 'csv', columns }, mode: 'strict', kind: 'delta' },
      text,
    );
    expect(again.counts).toMatchObject({ accepted: 0, amended: 0, rejected: 0, unchanged: rows.length });
    expect(world.items('subscribers')).toEqual(before);
  });

  it('has people found by what they are called from then on, and not by what they were', async () => {
    const world = await openWorld();
    const rows = citizens(6).map((row, at) => withFields(row, {}, { msisdn: numberOf(6_001 + at) }));
    await bring(world, planOf('full'), ndjson(rows));
    await bring(world, planOf('delta'), ndjson(afterwards(rows)));
    for (const [at, row] of rows.entries())
      for (const index of ['nameBirthDate', 'lastFourBirthDate'] as const) {
        expect(await hitsOf(world, index, row)).toBe(isChanged(at) ? 0 : 1);
        expect(await hitsOf(world, index, changed(row, at))).toBe(isChanged(at) ? 1 : 0);
      }
  });

  it('amends every number once, whichever of its transactions is lost or reported as lost', async () => {
    const rows = citizens(9);
    for (const stage of Object.values(FATES))
      for (let at = 1; ; at += 1) {
        const staged = stagedTable();
        const world = await openWorld(staged.wrapTable);
        await bring(world, planOf('full'), ndjson(rows.slice(0, 8)));
        const importId = await world.send(planOf('delta'), ndjson(afterwards(rows)), {
          rowsOfPart: 4,
          seed: nextSeed(),
        });
        await world.imports.beginImport(IMPORTER, importId);
        let transactions = 0;
        staged.stage((commit, writes) => ((transactions += 1) === at ? stage(commit, writes) : commit()));
        const { ended } = await world.workOff();
        if (ended === 0) await world.workOff();
        staged.stage();
        const { counts } = await world.imports.showImport(IMPORTER, importId);
        expect(counts).toMatchObject({ accepted: 1, amended: 3, unchanged: 5, rejected: 0 });
        const kept = await recordsOf(world);
        for (const [i, { record }] of afterwards(rows).entries())
          expect(kept.get(record.subscription.msisdn ?? '')).toEqual({
            record,
            version: isChanged(i) ? 2 : 1,
          });
        if (transactions < at) break;
      }
  }, 120_000);

  it('says on record whom it amends, in which fields and as which version', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    await bring(world, planOf('full'), ndjson([row]));
    await bring(world, planOf('delta'), ndjson([withFields(row, { name: 'Trần Thị Đổi' })]));
    const amending = world.events().findLast(({ unmapped }) => unmapped.change === 'rows');
    const versions = amending?.resources?.map(({ type, version }) => [type, version]);
    expect(versions).toEqual([
      ['registry-import', undefined],
      ['subscriber', '2'],
      ['subscription', '2'],
    ]);
    expect(JSON.stringify(amending?.unmapped)).toContain('"name"');
    expect(JSON.stringify(amending)).not.toContain('Đổi');
  });

  it('gives a holder of several numbers the same name by each of their rows', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    const second = withFields(row, {}, { msisdn: numberOf(7_001), ordinal: 2 });
    await bring(world, planOf('full'), ndjson([row, second]));
    const renamed = [row, second].map((one) => withFields(one, { name: 'Trần Thị Đổi' }));
    const third = withFields(row, { name: 'Trần Thị Đổi' }, { msisdn: numberOf(7_002), ordinal: 3 });
    const { counts } = await bring(world, planOf('delta'), ndjson([...renamed, third]));
    expect(counts).toMatchObject({ accepted: 1, amended: 1, unchanged: 1, rejected: 0 });
    const again = withFields(row, { name: 'Trần Thị Đổi Nữa' });
    const fourth = withFields(again, {}, { msisdn: numberOf(7_003), ordinal: 3 });
    const { counts: further } = await bring(world, planOf('delta'), ndjson([again, fourth]));
    expect(further).toMatchObject({ accepted: 1, amended: 1, rejected: 0 });
    expect(new Set((await numbersOf(world)).map(({ personId }) => personId)).size).toBe(1);
  });

  it('amends by the fields that a row has, and by no others', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    await bring(world, planOf('full'), ndjson([row]));
    const { kind, identity } = row.record.holder;
    const { msisdn, use, payment, ordinal } = row.record.subscription;
    const short = {
      record: {
        holder: { kind, ...(identity && { identity }), name: 'Trần Thị Đổi' },
        subscription: { ...(msisdn !== undefined && { msisdn }), use, payment, ordinal },
      },
    };
    const { counts } = await bring(world, planOf('delta'), ndjson([short]));
    expect(counts).toMatchObject({ amended: 1, rejected: 0 });
    const kept = await recordsOf(world);
    expect(kept.get(msisdn ?? '')?.record).toEqual(withFields(row, { name: 'Trần Thị Đổi' }).record);
  });

  it('keeps out what the registry would not take, or what no file amends, by row and code', async () => {
    const world = await openWorld();
    const [row, other] = citizens(2);
    if (row === undefined || other === undefined) throw new Error('no rows');
    await bring(world, planOf('full'), ndjson([row]));
    const before = world.items('subscribers');
    const told: readonly (readonly [ImportRow, string, string])[] = [
      [withFields(row, { name: '12' }), 'malformed-name', '/holder/name'],
      [withFields(row, {}, { state: 'suspended-two-way' }), 'not-amendable', '/subscription/state'],
      [withFields(row, {}, { state: 'terminated' }), 'not-amendable', '/subscription/state'],
      [withFields(row, { representedBy: 'authorised-person' }), 'not-amendable', '/holder/representedBy'],
      [withFields(other, {}, row.record.subscription), 'number-taken', '/subscription/msisdn'],
      [withFields(other, {}, { state: 'terminated' }), 'number-ended', '/subscription/state'],
    ];
    for (const mode of ['strict', 'legacy'] as const) {
      const { counts, rejects } = await bring(world, planOf('delta', mode), ndjson(told.map(([one]) => one)));
      expect(rejects).toEqual(
        told.map(([, code, pointer], at) => ({ row: at + 1, faults: [{ code, pointer }] })),
      );
      expect(counts).toMatchObject({ accepted: 0, amended: 0, rejected: told.length });
    }
    expect(world.items('subscribers')).toEqual(before);
  });

  it('gives up no picture that the registry has for the name of another', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    const portrait = { imageId: 'ab'.repeat(16), sha256: 'cd'.repeat(32), takenAt: REGISTRY_NOW - 1_000 };
    const person = registration(1, { ...citizen(1), portrait });
    await world.bringNamed({ holder: person.holder });
    await world.registry.newPerson(IMPORTER, person, seedOf(99));
    const { number } = person;
    if (number === undefined) throw new Error('no number');
    const same: ImportRow = { record: { holder: person.holder, subscription: number.subscription } };
    const text = ndjson([same, withFields(same, { portrait: { ...portrait, imageId: 'ef'.repeat(16) } })]);
    const { counts, rejects } = await bring(world, planOf('delta', 'legacy'), text);
    expect(counts).toMatchObject({ unchanged: 1, rejected: 1 });
    expect(rejects).toEqual([{ row: 2, faults: [{ code: 'not-amendable', pointer: '/holder/portrait' }] }]);
  });

  it('grades anew what is wrong with a number that it amends', async () => {
    const world = await openWorld();
    const [row] = citizens(1);
    if (row === undefined) throw new Error('no row');
    const { address: _address, ...holder } = row.record.holder;
    await bring(world, planOf('full', 'legacy'), ndjson([{ ...row, record: { ...row.record, holder } }]));
    expect((await numbersOf(world)).map(({ defects }) => defects.map(({ code }) => code))).toEqual([
      ['missing-address'],
    ]);
    await bring(world, planOf('delta', 'legacy'), ndjson([row]));
    expect((await numbersOf(world)).map(({ defects }) => defects)).toEqual([[]]);
    const { portrait: _portrait, ...without } = row.record.holder;
    const again = await bring(
      world,
      planOf('delta', 'legacy'),
      ndjson([{ ...row, record: { ...row.record, holder: { ...without, name: 'Trần Thị Đổi' } } }]),
    );
    // What a row does not have stays.
    expect(again.counts).toMatchObject({ amended: 1, codes: {} });
  });
});

const differs = (...pointers: readonly string[]) =>
  pointers.map((pointer) => ({ code: 'parity-differs', pointer }));

describe('a parity report', () => {
  it('finds every planted difference by row and field, and writes nothing of anybody', async () => {
    const world = await openWorld();
    const rows = citizens(12);
    await bring(world, planOf('full'), ndjson(rows.slice(0, 10)));
    const identity = { kind: 'personal', number: '001190999999' } as const;
    const planted: readonly (readonly [(row: ImportRow) => ImportRow, readonly object[]])[] = [
      [(row) => withFields(row, { name: 'Trần Thị Đổi' }), differs('/holder/name')],
      [
        (row) => withFields(row, { address: { printed: 'Nơi khác' } }, { payment: 'postpaid' }),
        differs('/holder/address', '/subscription/payment'),
      ],
      [(row) => withFields(row, {}, { state: 'suspended-one-way' }), differs('/subscription/state')],
      [(row) => withFields(row, { identity }), [{ code: 'parity-other-holder', pointer: '/holder' }]],
      [
        (row) => withFields(row, {}, { msisdn: 'none' }),
        [{ code: 'malformed-msisdn', pointer: '/subscription/msisdn' }],
      ],
      [(row) => withFields(row, {}, { state: 'terminated' }), differs('/subscription/state')],
    ];
    const told = rows.map((row, at) => planted[at]?.[0](row) ?? row);
    const people = () => [...world.items('subscribers'), ...world.items('subscriber-index')];
    const before = people();
    const { state, counts, rejects } = await bring(world, planOf('parity'), ndjson(told), 5);
    expect(rejects).toEqual([
      ...planted.map(([, faults], at) => ({ row: at + 1, faults })),
      ...[11, 12].map((row) => ({
        row,
        faults: [{ code: 'parity-only-in-file', pointer: '/subscription/msisdn' }],
      })),
    ]);
    expect([state, counts]).toEqual([
      'done',
      {
        accepted: 0,
        amended: 0,
        unchanged: 4,
        rejected: 8,
        grades: {},
        codes: {
          'malformed-msisdn': 1,
          'parity-differs': 5,
          'parity-only-in-file': 2,
          'parity-other-holder': 1,
        },
        fields: {
          'holder.address': 1,
          'holder.name': 1,
          'subscription.payment': 1,
          'subscription.state': 2,
        },
      },
    ]);
    expect(people()).toEqual(before);
  });
});
