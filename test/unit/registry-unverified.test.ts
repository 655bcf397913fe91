import { cryptoReady } from '@temkin/crypto';
import { END_RULES, verifiedBy, verifiedWithin } from '@temkin/subscriber/domain';
import { inForce } from '@temkin/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { interleaved } from '../support/interleaved.ts';
import { DAY, dueWorld, type DueWorld } from './due-world.ts';
import { beginning, citizen, numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

beforeAll(() => cryptoReady);

const TERM = 30 * DAY;

/** Person n with number n, whom nobody has verified. */
const pending = async (world: DueWorld, n: number) => {
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    { holder: { kind: 'citizen', ...citizen(n) }, number: beginning(numberOf(n)) },
    seedOf(n),
  );
  const read = async () => {
    const [found] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
    return found;
  };
  return { personId, subscriptionId, read };
};

const endsSaid = (world: DueWorld) =>
  world
    .events()
    .filter(({ api }) => api.operation === 'subscription.terminate')
    .map(({ unmapped: { grounds, policies } }) => [grounds, policies]);

const dueOf = (world: DueWorld) =>
  world.items('subscribers').filter(({ key }) => key.partition.startsWith('DUE#registration#'));

describe('a registration that nobody verifies', () => {
  it('ends after its term and not before, on record with its cause, and the number is free', async () => {
    const world = await dueWorld();
    const one = await pending(world, 1);
    world.clock.advance(TERM - 1_000);
    await world.run();
    expect((await one.read())?.standing.state).toBe('pending');
    world.clock.advance(1_000);
    expect(await world.run()).toMatchObject({ done: 1, failed: 0 });
    expect(await one.read()).toMatchObject({
      standing: { state: 'terminated' },
      endCause: 'never-verified',
      endedAt: expect.any(Number) as number,
    });
    expect(endsSaid(world)).toEqual([['never-verified', ['verified-within']]]);
    expect(dueOf(world)).toEqual([]);
    const next = await world.registry.newPerson(
      REGISTRAR,
      { holder: { kind: 'citizen', ...citizen(2) }, number: beginning(numberOf(1)) },
      seedOf(2),
    );
    expect(next.personId).not.toBe(one.personId);
  });

  it('is let alone once it was verified, and nothing is left to be looked at', async () => {
    const world = await dueWorld();
    const served = await world.served(1);
    expect(dueOf(world)).toEqual([]);
    world.clock.advance(2 * TERM);
    await world.run();
    expect(endsSaid(world)).toEqual([]);
    const [found] = await world.stores.people.findSubscriptions(TENANT, [served]);
    expect(found?.standing.state).toBe('active');
  });

  it('leaves a holder who is erased when the number need not be kept', async () => {
    const world = await dueWorld();
    const { personId } = await pending(world, 1);
    world.clock.advance(TERM);
    await world.run();
    world.clock.advance(3 * 366 * DAY);
    await world.run();
    expect(await world.stores.people.find(TENANT, personId)).toBeUndefined();
  });

  it('ends once, whichever write is lost or applied unseen', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const world = await dueWorld(failing.wrapTable);
      const one = await pending(world, 1);
      world.clock.advance(TERM);
      await during(() => world.run());
      world.clock.advance(DAY);
      await world.run();
      expect((await one.read())?.standing.state).toBe('terminated');
      expect(endsSaid(world)).toHaveLength(1);
      expect(dueOf(world)).toEqual([]);
    });
    expect(writes).toBeGreaterThanOrEqual(1);
  }, 30_000);

  it('ends once by several workers, and not where it is verified at that moment', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const world = await dueWorld();
      const one = await pending(world, 1);
      world.clock.advance(TERM);
      const turns = interleaved(seed);
      const table = turns.wrapTable(world.memory);
      const worker = () => world.due(world, table).workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
      const move = { subscriptionId: one.subscriptionId, by: 'registrar', isVerified: true } as const;
      const verify = world
        .process(table)
        .moveSubscription(REGISTRAR, { ...move, move: { name: 'verify' } })
        .then(
          () => true,
          () => false,
        );
      await turns.run([worker(), verify, worker()]);
      world.clock.advance(DAY);
      await world.run();
      expect((await one.read())?.standing.state).toBe((await verify) ? 'active' : 'terminated');
      expect(endsSaid(world)).toHaveLength((await verify) ? 0 : 1);
    }
  }, 30_000);

  it('has the term of the day on which it was registered, which no law names', () => {
    const at = Date.parse('2026-11-23T00:00:00+07:00');
    expect(verifiedBy(at) - at).toBe(inForce(verifiedWithin, at).value * DAY);
    for (const { source } of verifiedWithin) expect(source).toContain('no term is named by law');
    expect(END_RULES['never-verified']).toEqual({ by: ['worker'], from: ['pending'], unlessHeld: [] });
  });
});
