import { describe, expect, it } from 'vitest';
import { plantedRows } from '../support/generated-rows.ts';
import { stagedTable } from '../support/staged-table.ts';
import { FEW, fileOf, LEGACY, openWorld } from './import-runs.ts';
import { IMPORTER, numbersOf, type ImportWorld } from './import-world.ts';
import { seedOf } from './registry-world.ts';

const keysOf = (world: ImportWorld) =>
  world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('IMK#'));

/** What leads to imports of which something is left to do or to delete. */
const openOf = (world: ImportWorld) =>
  world.items('registry-bulk').filter(({ key }) => key.partition === 'IMO');

/** Longer than anything comes by an address that was signed before the end. */
const settle = async (world: ImportWorld): Promise<void> => {
  world.clock.advance(15 * 60_000);
  await world.workOff();
};

/** An import whose parts are sent. */
const begun = async (rows = FEW) => {
  const world = await openWorld();
  const planted = [...plantedRows(rows, 31, 0)];
  const importId = await world.send(LEGACY, fileOf(planted), { rowsOfPart: 40 });
  return { world, importId, planted };
};

describe('an import comes to an end', () => {
  it('at which its key and its parts are gone, and its account stays', async () => {
    const { world, importId } = await begun();
    expect([keysOf(world).length, openOf(world).length]).toEqual([1, 1]);
    await world.imports.beginImport(IMPORTER, importId);
    expect(await world.imports.beginImport(IMPORTER, importId)).toMatchObject({ rows: FEW });
    expect(await world.workOff()).toEqual({ ended: 1, failed: 0, remaining: false, faults: [] });
    expect([keysOf(world), [...world.blobs.stored.keys()]]).toEqual([[], []]);
    expect(await world.workOff()).toMatchObject({ ended: 0 });
    expect(openOf(world)).toHaveLength(1);
    await settle(world);
    expect(openOf(world)).toEqual([]);
    expect((await world.imports.showImport(IMPORTER, importId)).known.state).toBe('done');
    const told = { code: 'IMPORT.STATE_NOT_ALLOWED' };
    await expect(world.imports.cancelImport(IMPORTER, importId)).rejects.toMatchObject(told);
    const operations = world.events().filter(({ api }) => api.operation === 'registry.import');
    expect([...new Set(operations.map(({ unmapped }) => unmapped.change))]).toEqual([
      'created',
      'part',
      'begun',
      'rows',
      'compared',
      'done',
    ]);
  });

  it('where it is cancelled: what came in stays, and nothing comes after', async () => {
    const { world, importId } = await begun();
    await world.imports.beginImport(IMPORTER, importId);
    await world.importsOn(world.memory).work({
      // The clock goes on by one whenever it is looked at.
      deadlineMilliseconds: world.clock.now() + 60,
    });
    const before = (await numbersOf(world)).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(FEW);
    await world.imports.cancelImport(IMPORTER, importId);
    await world.imports.cancelImport(IMPORTER, importId);
    await world.workOff();
    expect([(await numbersOf(world)).length, keysOf(world), world.blobs.stored.size]).toEqual([
      before,
      [],
      0,
    ]);
    await settle(world);
    expect(openOf(world)).toEqual([]);
  });

  it('where it is not begun in a week', async () => {
    const { world, importId } = await begun();
    world.clock.advance(6 * 86_400_000);
    expect(await world.workOff()).toMatchObject({ ended: 0 });
    world.clock.advance(2 * 86_400_000);
    expect(await world.workOff()).toMatchObject({ ended: 1, failed: 1 });
    expect((await world.imports.showImport(IMPORTER, importId)).known).toMatchObject({
      state: 'failed',
      failure: 'expired',
    });
    expect([keysOf(world), world.blobs.stored.size]).toEqual([[], 0]);
    await settle(world);
    expect(openOf(world)).toEqual([]);
  });

  it.each([
    ['part-missing', (world: ImportWorld, name: string) => world.blobs.stored.delete(name)],
    [
      'part-unreadable',
      (world: ImportWorld, name: string) => world.blobs.stored.set(name, new Uint8Array(100)),
    ],
  ] as const)(
    'as %s where a part is not what was sent, and what came in before stays',
    async (failure, damage) => {
      const { world, importId } = await begun();
      await world.imports.beginImport(IMPORTER, importId);
      const last = [...world.blobs.stored.keys()].toSorted().at(-1) ?? '';
      damage(world, last);
      expect(await world.workOff()).toMatchObject({ ended: 1, failed: 1 });
      expect((await world.imports.showImport(IMPORTER, importId)).known).toMatchObject({
        state: 'failed',
        failure,
      });
      expect(keysOf(world)).toEqual([]);
      await settle(world);
      expect([openOf(world), world.blobs.stored.size]).toEqual([[], 0]);
    },
  );

  it('never while a part is missing: it is not begun', async () => {
    const { world, importId } = await begun();
    const [first = ''] = [...world.blobs.stored.keys()].toSorted();
    const bytes = world.blobs.stored.get(first) ?? new Uint8Array();
    world.blobs.stored.delete(first);
    await expect(world.imports.beginImport(IMPORTER, importId)).rejects.toMatchObject({
      code: 'IMPORT.PARTS_MISSING',
      details: { detail: 'Not sent: 1.' },
    });
    world.blobs.stored.set(first, bytes);
    const gap = { importId, part: 5, bytes: 100, sha256: 'ab'.repeat(32), rows: 1, isLast: true };
    await world.imports.announcePart(IMPORTER, gap);
    await expect(world.imports.beginImport(IMPORTER, importId)).rejects.toMatchObject({
      code: 'IMPORT.PARTS_MISSING',
    });
  });

  it.each([
    ['a part that was sent is announced anew', { part: 3, isLast: true }],
    ['a part comes behind the last one', { part: 4, isLast: true }],
  ])('never where, while it is begun, %s: it waits for that one', async (_what, other) => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const importId = await world.send(LEGACY, fileOf([...plantedRows(FEW, 31, 0)]), { rowsOfPart: 40 });
    const again = { importId, bytes: 100, sha256: 'ab'.repeat(32), rows: 40, ...other };
    staged.inBetween(() => world.importsOn(world.memory).announcePart(IMPORTER, again));
    await expect(world.imports.beginImport(IMPORTER, importId)).rejects.toMatchObject({
      code: 'IMPORT.PARTS_MISSING',
    });
    expect(await world.workOff()).toMatchObject({ ended: 0, failed: 0 });
    expect((await world.imports.showImport(IMPORTER, importId)).known.state).toBe('open');
  });

  it('never by a part that is announced when it has been begun meanwhile', async () => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const importId = await world.send(LEGACY, fileOf([...plantedRows(FEW, 31, 0)]), { rowsOfPart: 40 });
    staged.inBetween(() => world.importsOn(world.memory).beginImport(IMPORTER, importId));
    const again = { importId, part: 3, bytes: 100, sha256: 'ab'.repeat(32), rows: 40, isLast: true };
    await expect(world.imports.announcePart(IMPORTER, again)).rejects.toMatchObject({
      code: 'IMPORT.STATE_NOT_ALLOWED',
    });
    expect(await world.workOff()).toMatchObject({ ended: 1, failed: 0 });
    expect(await numbersOf(world)).toHaveLength(FEW);
  });

  it('and is its maker’s alone until then', async () => {
    const { world, importId } = await begun();
    const other = { ...IMPORTER, principal: { ...IMPORTER.principal, id: 'importer-2' } };
    const code = 'IMPORT.NOT_YOURS';
    const part = { importId, part: 1, bytes: 100, sha256: 'ab'.repeat(32), rows: 1, isLast: true };
    await expect(world.imports.announcePart(other, part)).rejects.toMatchObject({ code });
    await expect(world.imports.beginImport(other, importId)).rejects.toMatchObject({ code });
    const foreign = { ...IMPORTER, principal: { ...IMPORTER.principal, tenant: 'other' } };
    for (const act of [
      () => world.imports.showImport(foreign, importId),
      () => world.imports.listRejects(foreign, importId),
      () => world.imports.cancelImport(foreign, importId),
      () => world.imports.announcePart(foreign, part),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'IMPORT.UNKNOWN' });
    const tooLarge = { ...part, bytes: 9_000_000 };
    await expect(world.imports.announcePart(IMPORTER, tooLarge)).rejects.toMatchObject({
      code: 'IMPORT.PART_TOO_LARGE',
    });
    const unknown = {
      form: { format: 'csv', columns: ['holder.name', 'holder.shoe'] },
      mode: 'strict',
      kind: 'full',
    } as const;
    await expect(world.imports.createImport(IMPORTER, unknown, seedOf(5))).rejects.toMatchObject({
      code: 'IMPORT.COLUMNS_UNKNOWN',
      details: { errors: [{ pointer: '/columns/1' }] },
    });
  });
});
