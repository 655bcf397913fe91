import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { registryIndexer } from '@temkin/subscriber';
import { fitOf, truncatedBits } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebuildIndex } from '../../packages/capabilities/subscriber/src/usecases/rebuild-index.ts';
import { showIndexes } from '../../packages/capabilities/subscriber/src/usecases/show-indexes.ts';
import { drawn } from '../support/interleaved.ts';
import {
  askedBy,
  MINUTE,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const FOR = { purpose: 'support', reference: 'case-1' } as const;

const INDEX = 'nameBirthDate';

const PEOPLE = 8;

const DAY = 24 * 60 * MINUTE;

const until = { isOver: () => false };

const worker = (world: RegistryWorld, table: Table = world.memory) =>
  registryIndexer(world.dependencies(table));

const wish = (world: RegistryWorld, generation: number, expectedPeople?: number) =>
  rebuildIndex(world.stores)(REGISTRAR, {
    index: INDEX,
    generation,
    ...(expectedPeople !== undefined && { expectedPeople }),
  });

const shown = async (world: RegistryWorld) =>
  (await showIndexes(world.stores)(TENANT)).indexes.find(({ index }) => index === INDEX);

const peopled = async (): Promise<RegistryWorld> => {
  const world = registryWorld();
  await world.openIndexes(['msisdn', INDEX], 40);
  for (let n = 0; n < PEOPLE; n += 1) await world.registry.newPerson(REGISTRAR, registration(n), seedOf(n));
  return world;
};

/** A table that dies at a write: that one is lost, or applied and reported as failed, and nothing is answered afterwards. */
const mortal = (table: Table, writes: number, fate: 'lost' | 'applied'): Table => {
  let made = 0;
  const reading = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (made > writes) throw new StoreUnavailable('dead');
    return ask();
  };
  const writing = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (made > writes) throw new StoreUnavailable('dead');
    made += 1;
    if (made <= writes) return ask();
    if (fate === 'applied') await ask();
    throw new OutcomeUnknown('told to');
  };
  return {
    get: (key) => reading(() => table.get(key)),
    getMany: (keys) => reading(() => table.getMany(keys)),
    query: (range) => reading(() => table.query(range)),
    write: (write) => writing(() => table.write(write)),
    deleteMany: (keys) => writing(() => table.deleteMany(keys)),
    transact: (all, token) => writing(() => table.transact(all, token)),
  };
};

describe('an index that somebody wished for', () => {
  it('is worked off by itself: made, searched, and after a while nothing is left of what was before', async () => {
    const world = await peopled();
    expect(await wish(world, 2, 80)).toMatchObject({
      state: 'building',
      current: { number: 1, bits: 3 },
      next: { number: 2, bits: 4 },
      progress: { walk: 'build', done: 0, of: 256 },
    });
    expect(await worker(world)(until)).toMatchObject({ switched: 1, purged: 0, faults: [] });
    expect(await shown(world)).toEqual({
      index: INDEX,
      state: 'switching',
      current: { number: 2, bits: 4, holdersPerValue: PEOPLE / 16, fit: 'too-few' },
      former: { number: 1, bits: 3 },
      purgeFrom: expect.any(Number) as number,
    });
    expect(await worker(world)(until)).toMatchObject({ switched: 0, purged: 0 });
    world.clock.advance(10 * MINUTE);
    expect(await worker(world)(until)).toMatchObject({ switched: 0, purged: 1 });
    expect(await shown(world)).toMatchObject({ state: 'idle', current: { number: 2, bits: 4 } });
    expect(world.entriesOf(INDEX, 1)).toEqual([]);
    for (let n = 0; n < PEOPLE; n += 1)
      expect(await world.registry.findByIndex(REGISTRAR, { ...askedBy(INDEX, n), ...FOR })).toMatchObject({
        hits: 1,
      });
    const ofWorker = world.events().filter(({ actor }) => actor.user.uid === `${TENANT}/@registry-indexer`);
    expect(ofWorker.map(({ unmapped }) => unmapped.change)).toEqual(['switched', 'purging', 'purged']);
  });

  it('is begun once, whoever says it again, and only where the generation before it is there', async () => {
    const world = await peopled();
    await expect(wish(world, 3)).rejects.toMatchObject({ code: 'SUBSCRIBER.INDEX_GENERATION' });
    expect(await wish(world, 1)).toMatchObject({ state: 'idle', current: { number: 1 } });
    for (const _ of [1, 2]) expect(await wish(world, 2)).toMatchObject({ next: { number: 2 } });
    await expect(wish(world, 3)).rejects.toMatchObject({ code: 'SUBSCRIBER.INDEX_BUSY' });
    const begun = world.events().filter(({ unmapped }) => unmapped.change === 'begun');
    expect(begun.length).toBe(3);
  });

  it('is whole after any number of deaths at any write, with two workers at it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = drawn(seed);
        const world = await peopled();
        await wish(world, 2, 80);
        for (let state = 'building'; state !== 'idle';) {
          const dying = () =>
            mortal(world.memory, Math.floor(draw() * 250), draw() < 0.5 ? 'lost' : 'applied');
          await Promise.allSettled([worker(world, dying())(until), worker(world, dying())(until)]);
          state = (await shown(world))?.state ?? 'none';
          if (state === 'switching') world.clock.advance(10 * MINUTE);
        }
        await worker(world)(until);
        expect(world.entriesOf(INDEX, 1)).toEqual([]);
        expect(new Set(world.entriesOf(INDEX, 2).map(({ key }) => key.sort)).size).toBe(PEOPLE);
        const changes = world
          .events()
          .filter(({ resources }) => resources.some(({ uid }) => uid.startsWith(`${INDEX}/`)))
          .filter(({ api }) => api.operation === 'registry.index')
          .map(({ unmapped }) => unmapped.change);
        expect(changes).toEqual(['begun', 'switched', 'begun', 'switched', 'purging', 'purged']);
      }),
      { numRuns: 4 },
    );
  }, 60_000);

  it('goes on where time was over, and says that something remains', async () => {
    const world = await peopled();
    await wish(world, 2);
    let looks = 0;
    const done: number[] = [];
    while ((await shown(world))?.state === 'building') {
      looks = 0;
      const worked = await worker(world)({ isOver: () => (looks += 1) > 60 });
      expect([worked.switched, worked.remaining]).toContain(worked.switched === 1 ? 1 : true);
      done.push((await shown(world))?.progress?.done ?? 256);
    }
    expect(done.length).toBeGreaterThan(2);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('keeps no other company waiting where it cannot be made', async () => {
    const world = await peopled();
    await wish(world, 2);
    const elsewhere = { ...REGISTRAR, principal: { ...REGISTRAR.principal, tenant: 'other' } };
    await world.registry.beginIndex(elsewhere, { index: INDEX, generation: 1, holders: 40 });
    const broken: Table = {
      ...world.memory,
      query: async (range) => {
        if (range.partition.includes(TENANT)) throw new StoreUnavailable('away');
        return world.memory.query(range);
      },
    };
    expect(await worker(world, broken)(until)).toMatchObject({ switched: 1, faults: [{ message: 'away' }] });
    expect(await shown(world)).toMatchObject({ state: 'building' });
  });
});

describe('whether indexes suit the people there are', () => {
  it('is counted once a day, and after they changed', async () => {
    const world = registryWorld();
    await world.openIndexes(['msisdn', INDEX], 0);
    for (let n = 0; n < 21; n += 1) await world.registry.newPerson(REGISTRAR, registration(n), seedOf(n));
    expect(await worker(world)(until)).toMatchObject({ outgrown: 1 });
    expect(await worker(world)(until)).toMatchObject({ outgrown: 0 });
    world.clock.advance(DAY);
    expect(await worker(world)(until)).toMatchObject({ outgrown: 1 });
    expect(await shown(world)).toMatchObject({ current: { bits: 0, holdersPerValue: 21, fit: 'outgrown' } });
    await wish(world, 2);
    expect(await worker(world)(until)).toMatchObject({ switched: 1, outgrown: 0 });
    expect(await shown(world)).toMatchObject({ current: { bits: 2, holdersPerValue: 21 / 4, fit: 'fits' } });
  });

  it('is so for as many as an index is made for, and twice as many', () => {
    const limits = { perValue: 5, most: 20 };
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200_000_000 }), (holders) => {
        const bits = truncatedBits(holders, limits.perValue);
        expect(fitOf(holders, bits, limits)).toBe('fits');
        expect(fitOf(2 * holders, bits, limits)).toBe('fits');
        expect(fitOf(4 * holders + 1, bits, limits)).toBe('outgrown');
        expect(fitOf(Math.floor(holders / 2) - 1, bits, limits)).toBe('too-few');
      }),
    );
    // Nothing is shorter than no bits, whoever is there.
    for (const holders of [0, 4, 20]) expect(fitOf(holders, 0, limits)).toBe('fits');
    expect(fitOf(21, 0, limits)).toBe('outgrown');
  });
});
