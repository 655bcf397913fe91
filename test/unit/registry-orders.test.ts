import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { interleaved } from '../support/interleaved.ts';
import { orders } from '../../packages/capabilities/subscriber/src/store/orders.ts';
import { DAY, dueWorld, HOUR, TEN, type DueWorld, type Numbered } from './due-world.ts';
import { beginning, numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

const suspend = (world: DueWorld, { subscriptionId }: Numbered) =>
  world.registry.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'hold', cause: 'holder-request', level: 'one-way' },
    by: 'registrar',
  });

const resume = (world: DueWorld, { subscriptionId }: Numbered) =>
  world.registry.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'lift', cause: 'holder-request', because: 'request-withdrawn' },
    by: 'registrar',
  });

const provisionSaid = (world: DueWorld) =>
  world
    .events()
    .filter(({ api }) => api.operation === 'subscription.provision')
    .map(({ unmapped }) => [unmapped.change, unmapped.flags?.[0]]);

/** The number of person 1, once it is free, with person 2. */
const servedAnew = async (world: DueWorld): Promise<Numbered> => {
  const { personId } = await world.served(2);
  const { subscriptionId = '' } = await world.registry.newSubscription(
    REGISTRAR,
    { personId, number: beginning(numberOf(1)) },
    seedOf(99),
  );
  await world.registry.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'verify' },
    by: 'registrar',
    isVerified: true,
  });
  return { personId, subscriptionId };
};

const orderOf = (world: DueWorld, names: Numbered) => orders(world.memory).find(TENANT, names);

describe('what becomes of a number', () => {
  it('is handed to its network with every change of state, on record, and the acknowledgement is kept', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await world.run();
    expect(world.network.received).toEqual([
      {
        tenant: TENANT,
        subscriptionId: names.subscriptionId,
        version: 2,
        heldSince: expect.any(Number),
        phone: numberOf(1),
        state: 'active',
      },
    ]);
    await suspend(world, names);
    await world.run();
    expect(world.network.stateIn('network', names.subscriptionId)).toBe('suspended-one-way');
    expect(await orderOf(world, names)).toMatchObject({
      state: 'suspended-one-way',
      version: 3,
      status: 'acknowledged',
      acknowledgement: `${names.subscriptionId}.3`,
    });
    expect(provisionSaid(world)).toEqual([
      ['begun', 'active'],
      ['acknowledged', 'active'],
      ['begun', 'suspended-one-way'],
      ['acknowledged', 'suspended-one-way'],
    ]);
    expect(await world.nextDue()).toBeUndefined();
  });

  it('is told once where several changes come before the network is reached: the last counts', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await suspend(world, names);
    await resume(world, names);
    await suspend(world, names);
    await world.run();
    expect(world.network.received.map(({ state, version }) => [state, version])).toEqual([
      ['suspended-one-way', 5],
    ]);
    expect(await world.nextDue()).toBeUndefined();
  });

  it('is told again later and later while the network fails, and counts as late after an hour', async () => {
    const world = await dueWorld();
    const [stuck] = [await world.served(1)];
    world.network.behave('fails');
    expect(await world.run()).toMatchObject({ done: 0, failed: 1 });
    await world.runUntil(TEN + 2 * HOUR);
    expect((await orderOf(world, stuck))?.status).toBe('begun');
    world.network.behave('works');
    world.clock.set((await world.nextDue()) ?? 0);
    expect(await world.run()).toEqual({ done: 1, late: 1, failed: 0, remaining: false });
    expect(provisionSaid(world)).toEqual([
      ['begun', 'active'],
      ['acknowledged', 'active'],
    ]);
  });

  it('reaches the network after what became of whoever had the number before, however long that is on its way', async () => {
    const world = await dueWorld();
    const former = await world.served(1);
    await world.run();
    world.network.behave('fails');
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: former.subscriptionId,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    await world.run();
    world.clock.advance(HOUR);
    const now = await servedAnew(world);
    world.network.behave('works');
    // The end is tried again in a quarter of an hour, the beginning at once: it waits.
    await world.run();
    expect(world.network.servedAs(numberOf(1))?.subscriptionId).toBe(former.subscriptionId);
    await world.runUntil(TEN + DAY);
    const ofNumber = world.network.received.filter(({ phone }) => phone === numberOf(1));
    expect(ofNumber.map(({ subscriptionId, state }) => [subscriptionId, state])).toEqual([
      [former.subscriptionId, 'active'],
      [former.subscriptionId, 'terminated'],
      [now.subscriptionId, 'active'],
    ]);
    expect(world.network.servedAs(numberOf(1))).toEqual({
      subscriptionId: now.subscriptionId,
      state: 'active',
    });
  });

  it('cuts nobody off where a worker that slept tells the network of a former holder last', async () => {
    const world = await dueWorld();
    const former = await world.served(1);
    await world.run();
    const [last] = world.network.received;
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: former.subscriptionId,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    world.clock.advance(HOUR);
    const now = await servedAnew(world);
    await world.runUntil(TEN + DAY);
    if (last === undefined) throw new Error('nothing was ordered');
    for (const version of [last.version, last.version + 1, last.version + 9])
      await world.network.put({ ...last, version, state: 'terminated' }, AbortSignal.timeout(1_000));
    expect(world.network.servedAs(numberOf(1))).toEqual({
      subscriptionId: now.subscriptionId,
      state: 'active',
    });
  });

  it('waits for nobody where the index of numbers is made anew, for the network knows who has it since later', async () => {
    const world = await dueWorld();
    const former = await world.served(1);
    world.network.behave('fails');
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: former.subscriptionId,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    await world.run();
    world.clock.advance(HOUR);
    const now = await servedAnew(world);
    for (const { key } of world.items('subscriber-index')) await world.memory.write({ kind: 'delete', key });
    world.network.behave('works');
    await world.runUntil(TEN + DAY);
    expect(world.network.servedAs(numberOf(1))?.subscriptionId).toBe(now.subscriptionId);
    expect(world.network.stateIn('network', former.subscriptionId)).toBe('terminated');
  });

  it('is on record as told nobody where the company has no network', async () => {
    const world = await dueWorld(undefined, []);
    const names = await world.served(1);
    await world.run();
    expect((await orderOf(world, names))?.status).toBe('unsupported');
    expect(await world.nextDue()).toBeUndefined();
  });

  it('is done once, whichever write is lost or applied unseen, and whether or not the network says so', async () => {
    for (const behaviour of ['works', 'takes-and-fails'] as const) {
      const failing = eachWrite();
      const writes = await failing.failsInTurn(async ({ during }) => {
        const world = await dueWorld(failing.wrapTable);
        const names = await world.served(1);
        world.network.behave(behaviour);
        await during(() => world.run());
        world.network.behave('works');
        await world.runUntil(TEN + DAY);
        expect(provisionSaid(world)).toEqual([
          ['begun', 'active'],
          ['acknowledged', 'active'],
        ]);
        expect(world.network.stateIn('network', names.subscriptionId)).toBe('active');
        expect(await world.nextDue()).toBeUndefined();
      });
      expect(writes).toBeGreaterThanOrEqual(2);
    }
  });

  it('ends in the network as it is in the registry, whoever moves it while workers carry orders', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = await dueWorld();
        const names = await world.served(1);
        const turns = interleaved(seed);
        const table = turns.wrapTable(world.memory);
        const worker = () =>
          world.due(world, table).workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
        const mover = async (): Promise<void> => {
          const { moveSubscription } = world.process(table);
          const { subscriptionId } = names;
          await moveSubscription(REGISTRAR, {
            subscriptionId,
            move: { name: 'hold', cause: 'holder-request', level: 'two-way' },
            by: 'registrar',
          });
          await moveSubscription(REGISTRAR, {
            subscriptionId,
            move: { name: 'end', cause: 'holder-request' },
            by: 'registrar',
          });
        };
        await turns.run([worker(), mover(), worker()]);
        await world.runUntil(TEN + DAY);
        expect(world.network.stateIn('network', names.subscriptionId)).toBe('terminated');
        expect((await orderOf(world, names))?.status).toBe('acknowledged');
        expect(await world.nextDue()).toBeUndefined();
      }),
      { numRuns: 15 },
    );
  });
});
