import { cryptoReady } from '@temkin/crypto';
import { inForce, OutcomeUnknown } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { registryImages } from '@temkin/subscriber';
import { imagesOfRow, type ImageRecord, type ImportRow } from '@temkin/subscriber/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import { dueWork } from '../../packages/capabilities/subscriber/src/store/due-work.ts';
import { eachWrite } from '../support/each-write.ts';
import { jpeg } from '../support/images.ts';
import { ndjson } from '../support/import-files.ts';
import { sha256 } from '../support/sha256.ts';
import { stagedTable } from '../support/staged-table.ts';
import { bring, citizens, nextSeed, openWorld, planOf, withFields } from './import-runs.ts';
import { IMPORTER, numbersOf, type ImportWorld } from './import-world.ts';
import { numberOf, REGISTRAR, TENANT } from './registry-world.ts';

beforeAll(() => cryptoReady);

const DAY = 86_400_000;

/** A registry with images, and what each was brought as. */
const imageRows = async (wrap?: (table: Table) => Table) => {
  const world = await openWorld(wrap);
  const images = registryImages({ ...world.dependencies(world.memory), blobs: world.blobs, sha256 });
  const pictures = new Map<string, Uint8Array>();
  const keep = async (): Promise<ImageRecord> => {
    const bytes = jpeg();
    const { imageId, sha256: hash } = await images.keepImage(REGISTRAR, { bytes, occasion: 'import' });
    pictures.set(imageId, bytes);
    return { imageId, sha256: hash };
  };
  return {
    world,
    images,
    keep,
    pictures,
    /** A row all of whose images were brought. */
    broughtRow: async (
      row: ImportRow,
      holder: object = {},
      subscription: object = {},
    ): Promise<ImportRow> => {
      const { portrait } = row.record.holder;
      return withFields(
        row,
        {
          documentImages: [await keep(), await keep()],
          portrait: { ...portrait, ...(await keep()) },
          ...holder,
        },
        { contract: await keep(), ...subscription },
      );
    },
    /** Images that wait, and those that somebody is to look at. */
    left: () => [
      world.items('subscriber-keys').filter(({ key }) => key.partition.startsWith('I#')).length,
      world.items('subscribers').filter(({ key }) => key.partition.startsWith('DUE#image#')).length,
    ],
    dropDue: async (): Promise<void> => {
      const due = dueWork(world.dependencies(world.memory));
      for (const shard of '0123456789abcdef')
        for await (const waiting of due.until('image', shard, world.clock.now()))
          if (waiting !== 'broken') await images.dropImage(waiting, () => false);
    },
  };
};

type Rows = Awaited<ReturnType<typeof imageRows>>;

/** What somebody sees of the picture of a row, upon a case. */
const shown = async (
  { world, images }: Rows,
  row: ImportRow,
  field: 'portrait' | 'contract' | 'documentImages',
  imageId: string,
) => {
  const number = (await numbersOf(world)).find(({ msisdn }) => msisdn === row.record.subscription.msisdn);
  if (number === undefined) throw new Error('a row that did not come in');
  const { personId, subscriptionId } = number;
  const { bytes } = await images.readImage(REGISTRAR, {
    personId,
    imageId,
    field,
    ...(field === 'contract' && { subscriptionId }),
    purpose: 'correction',
    basis: { kind: 'case', reference: 'case-1' },
  });
  return bytes;
};

const defectsOf = async (world: ImportWorld) =>
  new Map(
    (await numbersOf(world)).map(({ msisdn, defects }) => [
      msisdn,
      defects.filter(({ code }) => code === 'image-not-brought'),
    ]),
  );

const lacking = (...pointers: readonly string[]) =>
  pointers.map((pointer) => ({ code: 'image-not-brought', pointer, grade: 'moderate' }));

const first = (rows: readonly ImportRow[]): ImportRow => {
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row;
};

describe('an image that a row names and that waits', () => {
  it('is taken over with the row: it waits no more, nobody drops it, and who may sees it', async () => {
    const rows = await imageRows();
    const { world, broughtRow, left, pictures } = rows;
    const row = await broughtRow(first(citizens(1)));
    expect(left()).toEqual([4, 4]);
    const { counts } = await bring(world, planOf('full', 'legacy'), ndjson([row]));
    expect(counts).toMatchObject({ accepted: 1, codes: {} });
    expect(left()).toEqual([0, 0]);
    world.clock.advance(31 * DAY);
    await rows.dropDue();
    const { holder, subscription } = row.record;
    for (const [field, image] of [
      ['portrait', holder.portrait],
      ['documentImages', holder.documentImages?.[1]],
      ['contract', subscription.contract],
    ] as const)
      expect(await shown(rows, row, field, image?.imageId ?? '')).toEqual(pictures.get(image?.imageId ?? ''));
  });

  it('comes with a delta where it is new, and what was said to be lacking is lacking no more', async () => {
    const rows = await imageRows();
    const { world, broughtRow, left, pictures } = rows;
    const row = withFields(first(citizens(1)), {
      portrait: { imageId: 'old-1', sha256: 'ab'.repeat(32), takenAt: 0 },
    });
    await bring(world, planOf('full', 'legacy'), ndjson([row]));
    const { msisdn = '' } = row.record.subscription;
    expect((await defectsOf(world)).get(msisdn)).toEqual(lacking('/holder/portrait'));
    const { portrait } = (await broughtRow(row)).record.holder;
    const { counts } = await bring(world, planOf('delta', 'legacy'), ndjson([withFields(row, { portrait })]));
    expect(counts).toMatchObject({ amended: 1, codes: {} });
    expect((await defectsOf(world)).get(msisdn)).toEqual([]);
    expect(await shown(rows, row, 'portrait', portrait?.imageId ?? '')).toEqual(
      pictures.get(portrait?.imageId ?? ''),
    );
    // Those that no row named wait still.
    expect(left()[1]).toBe(3);
  });

  it('is one person’s: whoever names it later has its name alone, in one transaction, in one import, and in another', async () => {
    const rows = await imageRows();
    const { world, keep, left, pictures } = rows;
    const portrait = { ...(await keep()), takenAt: 0 };
    const [one, two, three] = citizens(3).map((row) => withFields(row, { portrait }));
    const many = citizens(130, 42).map((row, at) => withFields(row, {}, { msisdn: numberOf(9_001 + at) }));
    if (one === undefined || two === undefined || three === undefined) throw new Error('no rows');
    const last = withFields(first(many), { portrait }, { msisdn: numberOf(9_901) });
    await bring(world, planOf('full', 'legacy'), ndjson([one, two, ...many.slice(1), last]));
    await bring(world, planOf('full', 'legacy'), ndjson([three]));
    const defects = await defectsOf(world);
    expect(
      [one, two, last, three].map(({ record }) => defects.get(record.subscription.msisdn ?? '')),
    ).toEqual([[], ...[1, 2, 3].map(() => lacking('/holder/portrait'))]);
    expect(left()).toEqual([0, 0]);
    expect(await shown(rows, one, 'portrait', portrait.imageId)).toEqual(pictures.get(portrait.imageId));
    await expect(shown(rows, two, 'portrait', portrait.imageId)).rejects.toMatchObject({
      code: 'SUBSCRIBER.IMAGE_LOST',
    });
  });

  it('is of several numbers of its person: in one transaction, in one import, in another, and by a delta', async () => {
    const rows = await imageRows();
    const { world, broughtRow, left, pictures } = rows;
    const own = await broughtRow(first(citizens(1)));
    const { contract } = own.record.subscription;
    if (contract === undefined) throw new Error('no contract');
    const numbered = (at: number, of = own, papers: object = { contract }): ImportRow =>
      withFields(of, {}, { msisdn: numberOf(7_001 + at), ordinal: at + 2, ...papers });
    const [far] = citizens(1, 43).map((row) => withFields(row, {}, { msisdn: numberOf(9_901), contract }));
    const many = citizens(130, 42).map((row, at) => withFields(row, {}, { msisdn: numberOf(9_001 + at) }));
    if (far === undefined) throw new Error('no row');
    const old = { contract: { imageId: 'old-1', sha256: 'ab'.repeat(32) } };
    await bring(
      world,
      planOf('full', 'legacy'),
      ndjson([own, numbered(1), ...many, numbered(2), far, numbered(3, own, old)]),
    );
    const before = world.events().length;
    await bring(world, planOf('full', 'legacy'), ndjson([numbered(4), numbered(5)]));
    // Their images are opened for it: that is on record, once and before.
    const compared = world
      .events()
      .slice(before)
      .filter(({ unmapped }) => unmapped.change === 'compared')
      .map(({ unmapped }) => unmapped.groups);
    expect(compared).toHaveLength(2);
    expect(compared[1]).toContain('contract');
    await bring(world, planOf('delta', 'legacy'), ndjson([numbered(3), numbered(6)]));
    const defects = await defectsOf(world);
    const all = [own, ...[1, 2, 3, 4, 5, 6].map((at) => numbered(at))];
    for (const row of all) {
      expect([row.record.subscription.msisdn, defects.get(row.record.subscription.msisdn ?? '')]).toEqual([
        row.record.subscription.msisdn,
        [],
      ]);
      expect(await shown(rows, row, 'contract', contract.imageId)).toEqual(pictures.get(contract.imageId));
    }
    expect(defects.get(far.record.subscription.msisdn ?? '')).toEqual(lacking('/subscription/contract'));
    expect(left()).toEqual([0, 0]);
  });

  it('may be named by another field of its person with a delta, and under another SHA-256 by none', async () => {
    const rows = await imageRows();
    const { world, keep, left, pictures } = rows;
    const contract = await keep();
    const old = { imageId: 'old-1', sha256: 'ab'.repeat(32) };
    const row = withFields(first(citizens(1)), {}, { contract, confirmation: old });
    await bring(world, planOf('full', 'legacy'), ndjson([row]));
    const { msisdn = '' } = row.record.subscription;
    const amend = async (confirmation: ImageRecord) => {
      const { counts } = await bring(
        world,
        planOf('delta', 'legacy'),
        ndjson([withFields(row, {}, { confirmation })]),
      );
      expect(counts.amended).toBe(1);
      return (await defectsOf(world))
        .get(msisdn)
        ?.filter(({ pointer }) => pointer.startsWith('/subscription'));
    };
    expect(await amend({ ...contract, sha256: 'cd'.repeat(32) })).toEqual(
      lacking('/subscription/confirmation'),
    );
    expect(await amend(contract)).toEqual([]);
    expect(await shown(rows, row, 'contract', contract.imageId)).toEqual(pictures.get(contract.imageId));
    expect(left()).toEqual([0, 0]);
  });

  it('is taken over by the first of several workers', async () => {
    const { world, keep, left } = await imageRows();
    const portrait = { ...(await keep()), takenAt: 0 };
    const named = citizens(12).map((row) => withFields(row, { portrait }));
    const importId = await world.send(planOf('full', 'legacy'), ndjson(named), {
      rowsOfPart: 2,
      seed: nextSeed(),
    });
    await world.imports.beginImport(IMPORTER, importId);
    await Promise.all([1, 2, 3].map(() => world.workOff(world.importsOn(world.memory))));
    await world.workOff();
    const defects = [...(await defectsOf(world)).values()];
    expect(defects).toHaveLength(12);
    expect(defects.filter(({ length }) => length === 0)).toHaveLength(1);
    expect(left()).toEqual([0, 0]);
  });
});

describe('an image that does not wait for the row', () => {
  it.each(['legacy', 'strict'] as const)(
    'is a defect in a %s import, be it unknown or another by its SHA-256, and is left alone',
    async (mode) => {
      const { world, keep, left } = await imageRows();
      const [one, two] = citizens(2);
      if (one === undefined || two === undefined) throw new Error('no rows');
      const { portrait } = one.record.holder;
      const other = { ...portrait, ...(await keep()), sha256: 'cd'.repeat(32) };
      const told = [
        withFields(one, { portrait: { ...portrait, imageId: 'nobody-s' } }, {}),
        withFields(two, { portrait: other }),
      ];
      const { counts } = await bring(world, planOf('full', mode), ndjson(told));
      expect(counts).toMatchObject({
        accepted: 2,
        rejected: 0,
        grades: { moderate: 2 },
        codes: { 'image-not-brought': 2 },
      });
      expect([...(await defectsOf(world)).values()]).toEqual([1, 2].map(() => lacking('/holder/portrait')));
      expect(left()).toEqual([1, 1]);
    },
  );

  it('is asked for with all others of many rows at once', async () => {
    const asked: number[] = [];
    const { world } = await imageRows((table) => ({
      ...table,
      get: async (key) => {
        if (key.partition.startsWith(`I#${TENANT}#`)) asked.push(1);
        return table.get(key);
      },
      getMany: async (keys) => {
        const images = keys.filter(({ partition }) => partition.startsWith(`I#${TENANT}#`));
        if (images.length > 0) asked.push(images.length);
        return table.getMany(keys);
      },
    }));
    await bring(world, planOf('full', 'legacy'), ndjson(citizens(60)));
    expect(asked).toEqual([100, 80]);
  });
});

describe('images of an import that is cut off', () => {
  it('are each taken over once, whichever write is lost, or applied and reported as lost', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const rows = await imageRows(failing.wrapTable);
      const { world, broughtRow, left, pictures } = rows;
      const told: ImportRow[] = [];
      for (const row of citizens(3)) told.push(await broughtRow(row));
      // And another number of the first, which is in another part and names the same contract.
      const { contract } = first(told).record.subscription;
      const further = withFields(first(told), {}, { msisdn: numberOf(7_001), ordinal: 2 });
      told.push(further);
      const importId = await world.send(planOf('full', 'legacy'), ndjson(told), {
        rowsOfPart: 2,
        seed: nextSeed(),
      });
      await world.imports.beginImport(IMPORTER, importId);
      await during(() => world.workOff());
      world.clock.advance(60_000);
      await world.workOff();
      expect((await world.imports.showImport(IMPORTER, importId)).known.state).toBe('done');
      expect(left()).toEqual([0, 0]);
      expect([...(await defectsOf(world)).values()]).toEqual([[], [], [], []]);
      expect(await shown(rows, further, 'contract', contract?.imageId ?? '')).toEqual(
        pictures.get(contract?.imageId ?? ''),
      );
      for (const row of told) {
        const { imageId = '' } = row.record.holder.portrait ?? {};
        expect(await shown(rows, row, 'portrait', imageId)).toEqual(pictures.get(imageId));
      }
    });
    expect(writes).toBeGreaterThan(2);
  }, 120_000);

  it('wait for nobody twice where a delta is killed', async () => {
    const staged = stagedTable();
    const rows = await imageRows(staged.wrapTable);
    const { world, keep, left, pictures } = rows;
    const old = citizens(4).map((row) =>
      withFields(row, { portrait: { imageId: 'old-1', sha256: 'ab'.repeat(32), takenAt: 0 } }),
    );
    await bring(world, planOf('full', 'legacy'), ndjson(old));
    const told: ImportRow[] = [];
    for (const row of old) told.push(withFields(row, { portrait: { ...(await keep()), takenAt: 0 } }));
    const importId = await world.send(planOf('delta', 'legacy'), ndjson(told), {
      rowsOfPart: 2,
      seed: nextSeed(),
    });
    await world.imports.beginImport(IMPORTER, importId);
    let transactions = 0;
    staged.stage(async (commit) => {
      transactions += 1;
      if (transactions % 2 === 1) return commit();
      if (transactions % 4 === 0) await commit();
      throw new OutcomeUnknown('killed');
    });
    for (let ended = 0; ended === 0; world.clock.advance(60_000)) ({ ended } = await world.workOff());
    staged.stage();
    expect(left()).toEqual([0, 0]);
    expect([...(await defectsOf(world)).values()]).toEqual([[], [], [], []]);
    for (const row of told) {
      const { imageId = '' } = row.record.holder.portrait ?? {};
      expect(await shown(rows, row, 'portrait', imageId)).toEqual(pictures.get(imageId));
    }
  });

  it('are no more than one transaction takes: the others have their names alone, and wait', async () => {
    const { world, keep, left } = await imageRows();
    const row = first(citizens(1));
    const documentImages: ImageRecord[] = [];
    for (let at = 0; at < 30; at += 1) documentImages.push(await keep());
    const { counts, state } = await bring(
      world,
      planOf('full', 'legacy'),
      ndjson([withFields(row, { documentImages })]),
    );
    expect([state, counts.accepted]).toEqual(['done', 1]);
    expect((await defectsOf(world)).get(row.record.subscription.msisdn ?? '')).toEqual(
      expect.arrayContaining(lacking('/holder/documentImages')),
    );
    expect(left()[1]).toBe(30 - inForce(imagesOfRow, world.clock.now()).value);
  });

  it('are not amended with so much else that it does not go into one transaction', async () => {
    const { world, keep, left } = await imageRows();
    const [row] = citizens(1).map((one) =>
      withFields(one, { documentImages: [{ imageId: 'old-1', sha256: 'ab'.repeat(32) }] }),
    );
    if (row === undefined) throw new Error('no row');
    const numbers = Array.from({ length: 30 }, (_, at) =>
      withFields(row, {}, { msisdn: numberOf(7_001 + at), ordinal: at + 2 }),
    );
    await bring(world, planOf('full', 'legacy'), ndjson([row, ...numbers]));
    const documentImages: ImageRecord[] = [];
    for (let at = 0; at < 18; at += 1) documentImages.push(await keep());
    const { birthDate = '' } = row.record.holder;
    const born = `${birthDate.slice(0, 4)}-${birthDate.endsWith('-06-07') ? '06-08' : '06-07'}`;
    const delta = (told: object) => bring(world, planOf('delta', 'legacy'), ndjson([withFields(row, told)]));
    const both = await delta({ documentImages, birthDate: born });
    expect(both.rejects.map(({ faults }) => faults)).toEqual([
      [{ code: 'not-amendable', pointer: '/holder/documentImages' }],
    ]);
    expect(left()[1]).toBe(18);
    expect((await delta({ birthDate: born })).counts.amended).toBe(1);
    expect((await delta({ documentImages, birthDate: born })).counts).toMatchObject({
      amended: 1,
      codes: {},
    });
    expect(left()[1]).toBe(0);
  });
});
