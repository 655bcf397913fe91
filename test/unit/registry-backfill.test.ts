import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { INDEX_NAMES, searchedForms, type IndexName } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../support/interleaved.ts';
import {
  beginning,
  citizen,
  MINUTE,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  askedBy,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const FOR = { purpose: 'support', reference: 'case-1' } as const;

type Fate = 'lost' | 'applied';

/** A table that dies at a write: that one is lost, or applied and reported as failed, and whatever is asked afterwards fails. */
const mortal = (table: Table, writes: number, fate: Fate): Table & { readonly made: () => number } => {
  let made = 0;
  const alive = (): void => {
    if (made > writes) throw new StoreUnavailable('dead');
  };
  const reading = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    alive();
    return ask();
  };
  const writing = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    alive();
    made += 1;
    if (made <= writes) return ask();
    if (fate === 'applied') await ask();
    throw new OutcomeUnknown('told to');
  };
  return {
    made: () => made,
    get: (key) => reading(() => table.get(key)),
    getMany: (keys) => reading(() => table.getMany(keys)),
    query: (range) => reading(() => table.query(range)),
    write: (write) => writing(() => table.write(write)),
    deleteMany: (keys) => writing(() => table.deleteMany(keys)),
    transact: (all, token) => writing(() => table.transact(all, token)),
  };
};

const register = (world: RegistryWorld, n: number) =>
  world.registry.newPerson(REGISTRAR, registration(n), seedOf(n));

const PEOPLE = 12;

/** A registry with some people, and an index of them that a second generation is wanted of. */
const peopled = async (index: IndexName): Promise<RegistryWorld> => {
  const world = registryWorld();
  await world.openIndexes([...new Set<IndexName>(['msisdn', index])], 40);
  for (let n = 0; n < PEOPLE; n++) await register(world, n);
  return world;
};

type Process = ReturnType<RegistryWorld['process']>;

/** Makes an index anew from beginning to end, as a person at a terminal would say it. */
const remake = async (world: RegistryWorld, process: Process, index: IndexName): Promise<void> => {
  await process.beginIndex(REGISTRAR, { index, generation: 2, holders: 80 }).catch((error: unknown) => {
    if ((error as { readonly code?: string }).code !== 'SUBSCRIBER.INDEX_BUSY') throw error;
  });
  await process.backfillIndex(REGISTRAR, { index });
  world.clock.advance(10 * MINUTE);
  await process.purgeGeneration(REGISTRAR, { index });
};

const expectRemade = async (world: RegistryWorld, index: IndexName): Promise<void> => {
  const { states } = await world.stores.states.read(TENANT, '7');
  expect(states[index]).toMatchObject({ state: 'idle', current: { number: 2 } });
  expect(world.entriesOf(index, 1)).toEqual([]);
  expect(world.entriesOf(index, 2)).toHaveLength(PEOPLE);
  for (let n = 0; n < PEOPLE; n++)
    expect(await world.registry.findByIndex(REGISTRAR, { ...askedBy(index, n), ...FOR })).toMatchObject({
      outcome: 'found',
      hits: 1,
    });
  const keys = world
    .items('subscriber-index')
    .filter(({ key }) => key.partition.startsWith(`XK#${TENANT}#${index}#`));
  expect(keys).toHaveLength(1);
  const changes = world
    .events()
    .filter(
      ({ api, resources }) =>
        api.operation === 'registry.index' && resources.some(({ uid }) => uid.startsWith(`${index}/`)),
    )
    .map(({ unmapped }) => unmapped.change);
  expect(changes).toEqual(['begun', 'switched', 'begun', 'switched', 'purging', 'purged']);
};

describe('an index that is made anew', () => {
  it.each(INDEX_NAMES)('has everybody by another key, and nothing of the former: %s', async (index) => {
    const world = await peopled(index);
    await remake(world, world.registry, index);
    await expectRemade(world, index);
    expect(world.items('subscriber-index').filter(({ key }) => key.partition.startsWith('XW#'))).toEqual([]);
  });

  it.each(['msisdn', 'nameBirthDate'] as const)(
    'is whole after any number of deaths at any write: %s',
    async (index) => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const draw = drawn(seed);
          const world = await peopled(index);
          let deaths = 0;
          for (let isOver = false; !isOver;) {
            const lives = mortal(world.memory, Math.floor(draw() * 300), draw() < 0.5 ? 'lost' : 'applied');
            isOver = await remake(world, world.process(lives), index).then(
              () => true,
              () => false,
            );
            deaths += isOver ? 0 : 1;
          }
          await expectRemade(world, index);
          expect(deaths).toBeLessThan(1_000);
        }),
        { numRuns: 5 },
      );
    },
    120_000,
  );

  it('is whole after a death at each of its first and last writes', async () => {
    const index = 'msisdn';
    const whole = await peopled(index);
    const counting = mortal(whole.memory, Number.POSITIVE_INFINITY, 'lost');
    await remake(whole, whole.process(counting), index);
    const total = counting.made();
    const [first, last] = [
      Array.from({ length: 4 }, (_, at) => at),
      Array.from({ length: 12 }, (_, at) => total - 1 - at),
    ];
    for (const at of [...first, ...last])
      for (const fate of ['lost', 'applied'] as const) {
        const world = await peopled(index);
        await expect(remake(world, world.process(mortal(world.memory, at, fate)), index)).rejects.toThrow(
          /told to|dead/,
        );
        await remake(world, world.registry, index);
        await expectRemade(world, index);
      }
  }, 120_000);

  it('goes on where its time was over, and sees nothing twice', async () => {
    const index = 'identityNumber';
    const world = await peopled(index);
    await world.registry.beginIndex(REGISTRAR, { index, generation: 2 });
    let pages = 0;
    let calls = 0;
    const isOver = (): boolean => (pages += 1) % 40 === 0;
    while ((await world.registry.backfillIndex(REGISTRAR, { index, isOver })) === 'unfinished') calls += 1;
    expect(calls).toBe(6);
    expect(pages - calls).toBe(256);
    world.clock.advance(10 * MINUTE);
    while ((await world.registry.purgeGeneration(REGISTRAR, { index, isOver })) === 'unfinished') calls += 1;
    await expectRemade(world, index);
  });

  it('is begun once by the same wish, and not while a former generation is there', async () => {
    const index = 'identityNumber';
    const world = await peopled(index);
    const wish = (generation: number) => world.registry.beginIndex(REGISTRAR, { index, generation });
    expect(await wish(1)).toBe(false);
    expect(await wish(2)).toBe(true);
    expect(await wish(2)).toBe(false);
    expect(await world.registry.backfillIndex(REGISTRAR, { index })).toBe('switched');
    expect(await world.registry.backfillIndex(REGISTRAR, { index })).toBe('none');
    expect(await wish(2)).toBe(false);
    await expect(wish(3)).rejects.toMatchObject({ code: 'SUBSCRIBER.INDEX_BUSY' });
    expect(await world.registry.purgeGeneration(REGISTRAR, { index })).toBe('none');
    world.clock.advance(10 * MINUTE);
    expect(await world.registry.purgeGeneration(REGISTRAR, { index })).toBe('purged');
    expect(await world.registry.purgeGeneration(REGISTRAR, { index })).toBe('none');
    expect(await wish(3)).toBe(true);
  });

  it('has all numbers of who has more than a page of them, and of who is erased none', async () => {
    const world = await peopled('lastFourBirthDate');
    const { personId } = await register(world, 100);
    for (let n = 101; n < 240; n++)
      await world.registry.newSubscription(
        REGISTRAR,
        { personId, number: beginning(numberOf(n)) },
        seedOf(n),
      );
    const erased = await register(world, 99);
    await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, erased.personId)], 'erased');
    for (const index of ['msisdn', 'lastFourBirthDate'] as const) {
      await remake(world, world.registry, index);
      expect([index, world.entriesOf(index, 2).length]).toEqual([index, PEOPLE + 140]);
    }
  });

  it('has of who may live in several communes an entry for each, and none of them in the former', async () => {
    const index = 'nameBirthYearCommune';
    const world = registryWorld();
    await world.openIndexes(['msisdn', index], 1_000_000);
    const address = { printed: '12/3 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' };
    const { length } = searchedForms({ address }).communes;
    for (let n = 0; n < 40; n++)
      await world.registry.newPerson(REGISTRAR, registration(n, { ...citizen(n), address }), seedOf(n));
    expect(world.entriesOf(index, 1)).toHaveLength(40 * length);
    await world.registry.beginIndex(REGISTRAR, { index, generation: 2, holders: 2_000_000 });
    await world.registry.backfillIndex(REGISTRAR, { index });
    expect(world.entriesOf(index, 2)).toHaveLength(40 * length);
    world.clock.advance(10 * MINUTE);
    await world.registry.purgeGeneration(REGISTRAR, { index });
    expect([length > 1, world.entriesOf(index, 1)]).toEqual([true, []]);
  });

  it('finds both of two that have a number by a fault of the past', async () => {
    const index = 'msisdn';
    const world = await peopled(index);
    const taken = world.entriesOf(index, 1).find(({ item }) => item.personId !== undefined);
    if (taken === undefined) throw new Error('no entry');
    await world.memory.write({ kind: 'delete', key: taken.key });
    const n = Array.from({ length: PEOPLE }, (_, at) => at);
    const found = await Promise.all(
      n.map((at) => world.registry.findByIndex(REGISTRAR, { ...askedBy(index, at), ...FOR })),
    );
    const lost = found.findIndex(({ hits }) => hits === 0);
    const other = { ...registration(77), number: beginning(numberOf(lost)) };
    await world.registry.newPerson(REGISTRAR, other, seedOf(77));
    await remake(world, world.registry, index);
    expect(await world.registry.findByIndex(REGISTRAR, { ...askedBy(index, lost), ...FOR })).toMatchObject({
      hits: 2,
    });
  });
});
