import {
  DIFFERENCES,
  differenceOf,
  RECONCILED_SYSTEMS,
  SUBSCRIPTION_STATES,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  reconciliations,
  type FoundDifference,
} from '../../packages/capabilities/subscriber/src/store/reconciliations.ts';
import { interleaved } from '../support/interleaved.ts';
import { idOf } from '../contract/provisioning-contract.ts';
import { dueWorld, vietnam, type DueWorld } from './due-world.ts';
import { REGISTRAR, TENANT } from './registry-world.ts';

const DEADLINE = { deadlineMilliseconds: Number.MAX_SAFE_INTEGER };
const TODAY = '2026-11-22';

const reconcile = (world: DueWorld) => world.due(world).reconcile(DEADLINE);

const found = async (world: DueWorld, day = TODAY) => {
  const kept = reconciliations(world.memory);
  const all: Record<string, readonly FoundDifference[]> = {};
  for (const system of RECONCILED_SYSTEMS) {
    const { found: differences } = await kept.differences({ tenant: TENANT, day, system });
    if (differences.length > 0) all[system] = differences;
  }
  return all;
};

const said = (world: DueWorld) =>
  world
    .events()
    .filter(({ api }) => api.operation === 'registry.reconcile')
    .map(({ unmapped, resources }) => [unmapped.change, unmapped.flags ?? [], resources[0]?.uid]);

/** Three numbers that all systems have, one of which is suspended, and one that waits for its first verification. */
const populated = async (wrap?: Parameters<typeof dueWorld>[0]) => {
  const world = await dueWorld(wrap);
  const numbers = [await world.served(1), await world.served(2), await world.served(3)] as const;
  await world.registry.moveSubscription(REGISTRAR, {
    subscriptionId: numbers[2].subscriptionId,
    move: { name: 'hold', cause: 'holder-request', level: 'two-way' },
    by: 'registrar',
  });
  await world.run();
  return { world, numbers };
};

describe('a difference', () => {
  it('is judged of every pair of states: a number that is not served need not be known', () => {
    const states = [undefined, ...SUBSCRIPTION_STATES];
    const judged = states.flatMap((registered) =>
      states.map((known) => [registered, known, differenceOf(registered, known)] as const),
    );
    const quiet = judged.filter(([, , difference]) => difference === undefined);
    expect(quiet.filter(([registered, known]) => registered !== known)).toEqual([
      [undefined, 'terminated', undefined],
      ['pending', undefined, undefined],
      ['terminated', undefined, undefined],
    ]);
    expect(new Set(judged.flatMap(([, , difference]) => difference ?? []))).toEqual(new Set(DIFFERENCES));
  });
});

describe('the daily comparison', () => {
  it('finds nothing where all four agree, once a day and not before its hour, on record', async () => {
    const { world } = await populated();
    expect(await reconcile(world)).toEqual({ finished: 3, differing: 0, failed: 0, remaining: false });
    expect(await found(world)).toEqual({});
    expect(said(world)).toEqual(RECONCILED_SYSTEMS.map((system) => [system, [], `${TODAY}/${system}`]));
    expect(await reconcile(world)).toMatchObject({ finished: 0 });
    world.clock.set(vietnam('2026-11-23T01:59:00'));
    expect(await reconcile(world)).toMatchObject({ finished: 0 });
    world.clock.set(vietnam('2026-11-23T02:00:00'));
    expect(await reconcile(world)).toMatchObject({ finished: 3 });
  });

  it('finds each difference of each system, by the id of its number', async () => {
    const { world, numbers } = await populated();
    const [one, two, three] = numbers.map(({ subscriptionId }) => subscriptionId);
    world.network.differ('network', three ?? '', 'active');
    world.network.differ('billing', one ?? '', undefined);
    world.network.differ('billing', idOf(9), 'suspended-one-way');
    world.network.differ('points-of-sale', two ?? '', 'terminated');
    world.network.differ('points-of-sale', idOf(8), 'terminated');
    expect(await reconcile(world)).toMatchObject({ finished: 3, differing: 4 });
    expect(await found(world)).toEqual({
      network: [
        {
          subscriptionId: three,
          difference: 'state-differs',
          registered: 'suspended-two-way',
          known: 'active',
        },
      ],
      billing: expect.arrayContaining([
        { subscriptionId: one, difference: 'missing', registered: 'active' },
        { subscriptionId: idOf(9), difference: 'unknown-number', known: 'suspended-one-way' },
      ]),
      'points-of-sale': [
        { subscriptionId: two, difference: 'state-differs', registered: 'active', known: 'terminated' },
      ],
    });
    expect(said(world).map(([, flags]) => flags)).toEqual([
      ['differences'],
      ['differences'],
      ['differences'],
    ]);
  });

  it('leaves out a number whose order is under way', async () => {
    const { world, numbers } = await populated();
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: numbers[0].subscriptionId,
      move: { name: 'hold', cause: 'holder-request', level: 'one-way' },
      by: 'registrar',
    });
    expect(await reconcile(world)).toMatchObject({ finished: 3, differing: 0 });
  });

  it('of a system that does not answer holds up no other, and goes on where it was', async () => {
    const { world } = await populated();
    const systems = {
      ...world.network,
      page: async (...asked: Parameters<typeof world.network.page>) => {
        if (asked[1] === 'billing') throw new Error('the system answered 503');
        return world.network.page(...asked);
      },
    };
    expect(await world.due({ ...world, systems }).reconcile(DEADLINE)).toMatchObject({
      finished: 2,
      failed: 1,
    });
    expect(await reconcile(world)).toMatchObject({ finished: 1, failed: 0 });
    expect(said(world).map(([system]) => system)).toEqual(['network', 'points-of-sale', 'billing']);
  });

  it('counts each number once, however often it is cut off', async () => {
    const { world, numbers } = await populated();
    world.network.differ('network', numbers[0].subscriptionId, undefined);
    let [runs, remaining] = [0, true];
    while (remaining) {
      // Time for some pages.
      const deadlineMilliseconds = world.clock.now() + 150;
      ({ remaining } = await world.due(world).reconcile({ deadlineMilliseconds }));
      runs += 1;
    }
    expect(runs).toBeGreaterThan(3);
    const kept = reconciliations(world.memory);
    for (const system of RECONCILED_SYSTEMS)
      expect(await kept.read({ tenant: TENANT, day: TODAY, system })).toMatchObject({
        phase: 'done',
        compared: 3,
        differing: system === 'network' ? 1 : 0,
      });
  });

  it('ends once, with the same findings, whichever write is lost or applied unseen, and by several workers', async () => {
    const { world: quiet, numbers: known } = await populated();
    quiet.network.differ('billing', known[0].subscriptionId, undefined);
    await reconcile(quiet);
    const expected = await found(quiet);
    let attempts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom('lost', 'applied'),
        async (at, fate) => {
          attempts += 1;
          const { world, numbers } = await populated();
          world.network.differ('billing', numbers[0].subscriptionId, undefined);
          let seen = 0;
          const table: typeof world.memory = {
            ...world.memory,
            write: async (write) => {
              seen += 1;
              if (seen === at && fate === 'lost') throw new Error('lost');
              const verdict = await world.memory.write(write);
              if (seen === at) throw new Error('applied, and nobody knows');
              return verdict;
            },
          };
          await world.due(world, table).reconcile(DEADLINE);
          await reconcile(world);
          expect(await found(world)).toEqual(expected);
          expect(said(world)).toHaveLength(3);
        },
      ),
      { numRuns: 6 },
    );
    expect(attempts).toBe(6);

    const { world, numbers } = await populated();
    world.network.differ('billing', numbers[0].subscriptionId, undefined);
    const turns = interleaved(7);
    const worker = () => world.due(world, turns.wrapTable(world.memory)).reconcile(DEADLINE);
    await turns.run([worker(), worker()]);
    await reconcile(world);
    expect(await found(world)).toEqual(expected);
    expect(said(world)).toHaveLength(3);
    expect(
      await reconciliations(world.memory).read({ tenant: TENANT, day: TODAY, system: 'billing' }),
    ).toMatchObject({ compared: 3, differing: 1 });
  }, 60_000);
});
