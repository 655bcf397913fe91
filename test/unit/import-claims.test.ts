import { StoreUnavailable } from '@temkin/kernel';
import { partsOf, type Table, type Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import {
  registerSubscription,
  type NewRegistration,
} from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { CHECKED_AT, completeRecord } from '../support/subscriber-records.ts';
import { bring, citizens, nextSeed, openWorld, planOf, withFields } from './import-runs.ts';
import { IMPORTER, importWorld, numbersOf, type ImportWorld } from './import-world.ts';
import { numberOf, REGISTRAR, seedOf } from './registry-world.ts';

const people = async (world: ImportWorld): Promise<number> =>
  new Set((await numbersOf(world)).map(({ personId }) => personId)).size;

/** A table by which these imports cannot be worked off. */
const without =
  (others: readonly string[]) =>
  (table: Table): Table => ({
    ...table,
    get: async (key) => {
      const importId = partsOf('registry-bulk', 'import', key)?.importId;
      if (key.table === 'registry-bulk' && importId !== undefined && others.includes(importId))
        throw new StoreUnavailable('held back');
      return table.get(key);
    },
  });

const isNewPerson = (writes: readonly Write[]): boolean =>
  writes.some(
    ({ kind, key }) =>
      kind === 'put' && key.table === 'subscribers' && partsOf('subscribers', 'person', key) !== undefined,
  );

const [citizenRow] = citizens(1);

/** The nth number of one holder whom nobody knows. */
const rowOf = (n: number, holder: object = {}) => {
  if (citizenRow === undefined) throw new Error('no row');
  return withFields(citizenRow, holder, { msisdn: numberOf(9_000 + n), ordinal: n });
};

/** Imports of a world, begun, of one row of that holder each. */
const begun = async (world: ImportWorld, count: number): Promise<readonly string[]> => {
  const importIds: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const importId = await world.send(planOf('full', 'legacy'), ndjson([rowOf(n)]), { seed: nextSeed() });
    await world.imports.beginImport(IMPORTER, importId);
    importIds.push(importId);
  }
  return importIds;
};

describe('of one unknown holder', () => {
  it('two imports at once make one person', async () => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const [first = '', second = ''] = await begun(world, 2);
    const alone = (other: string, table: Table) => world.importsOn(without([other])(table));
    staged.inBetween(() => world.workOff(alone(first, world.memory)), isNewPerson);
    await world.workOff(alone(second, staged.wrapTable(world.memory)));
    await world.workOff();
    expect([(await numbersOf(world)).length, await people(world)]).toEqual([2, 1]);
  });

  it('many imports at once make one person', async () => {
    const world = await openWorld();
    const importIds = await begun(world, 5);
    await Promise.all(
      importIds.map((own) =>
        world.workOff(world.importsOn(without(importIds.filter((one) => one !== own))(world.memory))),
      ),
    );
    world.clock.advance(60_000);
    await world.workOff();
    expect([(await numbersOf(world)).length, await people(world)]).toEqual([5, 1]);
  });

  it('several parts of one import, worked off at once, make one person', async () => {
    const world = await openWorld();
    const rows = Array.from({ length: 8 }, (_, at) => rowOf(at + 1));
    expect((await bring(world, planOf('full', 'legacy'), ndjson(rows), 1)).counts).toMatchObject({
      accepted: 8,
    });
    expect(await people(world)).toBe(1);
  });

  it('rows of two names make two persons, in one transaction and in several, and each row comes in', async () => {
    for (const rowsOfPart of [30, 1]) {
      const world = await openWorld();
      const names = Array.from(
        { length: 30 },
        (_, at) => `Trần Thị ${'ABCDEGHIKLMNOPQRSTUVXY'[at % 15] ?? ''}`,
      );
      const rows = names.map((name, at) => rowOf(at + 1, { name }));
      const { counts } = await bring(world, planOf('full', 'legacy'), ndjson(rows), rowsOfPart);
      expect(counts).toMatchObject({ accepted: 30, rejected: 0 });
      expect(await people(world)).toBe(15);
    }
  });
});

/** A holder as a registrar and a file have them. */
const asked = (n: number): NewRegistration => {
  const { holder, subscription } = completeRecord();
  const { payment, channel = 'own-fixed', point, confirmation } = subscription;
  return {
    holder,
    subscription: {
      msisdn: numberOf(n),
      use: 'person',
      payment,
      channel,
      ...(confirmation !== undefined && { confirmation }),
      ...(point !== undefined && { point }),
    },
    method: 'chip',
  };
};

/** A world with an import, begun, of number n of that holder, and with the images of a registration of another. */
const importing = async (n: number) => {
  const staged = stagedTable();
  const world = importWorld(staged.wrapTable);
  world.clock.set(CHECKED_AT);
  await world.openIndexes(undefined, 1_000);
  await world.bringNamed(asked(n + 1));
  const { holder, subscription } = completeRecord();
  const row = { record: { holder, subscription: { ...subscription, msisdn: numberOf(n) } } };
  const importId = await world.send(planOf('full', 'legacy'), ndjson([row]), { seed: nextSeed() });
  await world.imports.beginImport(IMPORTER, importId);
  return { staged, world };
};

describe('an import and a registration of one unknown holder at once make one person', () => {
  it('where the registration comes first', async () => {
    const { staged, world } = await importing(1);
    staged.inBetween(() => registerSubscription(world.stores)(REGISTRAR, asked(2), seedOf(2)), isNewPerson);
    expect(await world.workOff()).toMatchObject({ ended: 1, faults: [] });
    expect([(await numbersOf(world)).length, await people(world)]).toEqual([2, 1]);
  });

  it('where the import comes first', async () => {
    const { staged, world } = await importing(1);
    staged.inBetween(() => world.workOff(world.importsOn(world.memory)), isNewPerson);
    await registerSubscription(world.stores)(REGISTRAR, asked(2), seedOf(2));
    expect([(await numbersOf(world)).length, await people(world)]).toEqual([2, 1]);
  });
});
