import { registryDue } from '@temkin/subscriber';
import { IMAGE_FIELDS, INDEX_NAMES, retainedUntil, retentionPolicies } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { down } from '../support/failing-writes.ts';
import { interleaved } from '../support/interleaved.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedKeyRing } from '../support/watched-key-ring.ts';
import { DAY, dueWorld, TEN, vietnam, type DueWorld, type Numbered } from './due-world.ts';
import {
  askedBy,
  beginning,
  citizen,
  MINUTE,
  numberOf,
  REGISTRAR,
  seedOf,
  TENANT,
} from './registry-world.ts';

const DEADLINE = { deadlineMilliseconds: Number.MAX_SAFE_INTEGER };

const end = (world: DueWorld, { subscriptionId }: Numbered) =>
  world.registry.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'end', cause: 'holder-request' },
    by: 'registrar',
  });

/** What there is of somebody: items beside them, what leads to them, their key. */
const leftOf = (world: DueWorld, { personId, subscriptionId }: Numbered) =>
  world.memory
    .items()
    .filter(({ key }) => key.table.startsWith('subscriber'))
    .filter(({ key, item }) =>
      [key.partition, key.sort, item.personId].some(
        (text) => typeof text === 'string' && (text.includes(personId) || text.includes(subscriptionId)),
      ),
    );

const erasedSaid = (world: DueWorld) =>
  world
    .events()
    .filter(({ api }) => api.operation === 'subscriber.erase')
    .map(({ resources, unmapped }) => [resources.map(({ uid }) => uid), unmapped.policies]);

/** Two people with everything around them; the first has ended their number. */
const ended = async (wrap?: Parameters<typeof dueWorld>[0]) => {
  const world = await dueWorld(wrap);
  for (const index of INDEX_NAMES.filter((name) => name !== 'msisdn')) await world.openIndexes([index]);
  const [gone, stays] = [await world.served(1), await world.served(2)];
  for (const names of [gone, stays]) await world.begin('wrong-information', names);
  await world.run();
  await end(world, gone);
  await world.run();
  return { world, gone, stays, keptUntil: vietnam('2028-11-23T00:00:00') };
};

describe('who need not be kept', () => {
  it('is gone two years after the last number ended: person, key, numbers, entries, findings, timelines and orders', async () => {
    const { world, gone, stays, keptUntil } = await ended();
    const staying = leftOf(world, stays).length;
    expect(leftOf(world, gone).length).toBeGreaterThan(8);
    world.clock.set(keptUntil - 1_000);
    await world.run();
    expect(await world.stores.people.find(TENANT, gone.personId)).toBeDefined();
    world.clock.set(keptUntil);
    await world.run();
    expect(leftOf(world, gone)).toEqual([]);
    expect(await world.stores.personKeys.find(TENANT, gone.personId)).toBeUndefined();
    expect(erasedSaid(world)).toEqual([[[gone.personId], ['retention-after-end']]]);
    for (const index of INDEX_NAMES) {
      const search = { ...askedBy(index, 1), purpose: 'support', reference: 'case-1' };
      expect([index, (await world.registry.findByIndex(REGISTRAR, search)).hits]).toEqual([index, 0]);
    }
    expect(leftOf(world, stays).length).toBeGreaterThanOrEqual(staying - 2);
    expect(await world.run()).toMatchObject({ failed: 0 });
  });

  it('is opened for that once it is on record who is, and what of them', async () => {
    const staged = stagedTable();
    const { world, gone, keptUntil } = await ended(staged.wrapTable);
    const dependencies = world.dependencies();
    const opened: string[] = [];
    const { workOff } = registryDue({
      ...dependencies,
      keyRing: watchedKeyRing(dependencies.keyRing, opened),
      notices: world.notices,
      network: world.network,
      systems: world.systems,
    });
    world.clock.set(keptUntil);
    staged.stage(down);
    await workOff(DEADLINE);
    expect(opened).toEqual([]);
    staged.stage();
    await workOff(DEADLINE);
    const [read, erased] = world
      .events()
      .filter(({ resources }) => resources.some(({ uid }) => uid === gone.personId))
      .slice(-2);
    expect([read?.api.operation, erased?.api.operation]).toEqual(['subscriber.read', 'subscriber.erase']);
    const fields = ['name', 'birthDate', 'identity', 'address', 'msisdn', ...IMAGE_FIELDS, 'face'];
    expect(read?.unmapped.groups?.toSorted()).toEqual(fields.toSorted());
    expect(leftOf(world, gone)).toEqual([]);
  });

  it('is gone from every generation of an index, one that is being made or deleted too', async () => {
    const { world, gone, keptUntil } = await ended();
    world.clock.set(keptUntil - DAY);
    await world.registry.beginIndex(REGISTRAR, { index: 'identityNumber', generation: 2 });
    let pages = 0;
    await world.registry.backfillIndex(REGISTRAR, {
      index: 'identityNumber',
      isOver: () => (pages += 1) > 150,
    });
    await world.registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 2 });
    await world.registry.backfillIndex(REGISTRAR, { index: 'msisdn' });
    world.clock.set(keptUntil);
    await world.run();
    expect(leftOf(world, gone)).toEqual([]);
    await world.registry.backfillIndex(REGISTRAR, { index: 'identityNumber' });
    world.clock.advance(10 * MINUTE);
    for (const index of ['identityNumber', 'msisdn'] as const)
      await world.registry.purgeGeneration(REGISTRAR, { index });
    expect(leftOf(world, gone)).toEqual([]);
  });

  it('is kept while a number lives or must be kept, and looked at when that one may go', async () => {
    const { world, gone, keptUntil } = await ended();
    world.clock.set(keptUntil - 400 * DAY);
    const further = await world.alsoServed(gone.personId, 3);
    world.clock.set(keptUntil);
    await world.run();
    expect(await world.stores.people.find(TENANT, gone.personId)).toBeDefined();
    await end(world, further);
    const until = retainedUntil({ endedAt: world.clock.now() }) ?? 0;
    world.clock.set(until - 1_000);
    await world.run();
    expect(await world.stores.people.find(TENANT, gone.personId)).toBeDefined();
    world.clock.set(until);
    await world.run();
    expect(leftOf(world, gone)).toEqual([]);
    expect(leftOf(world, further)).toEqual([]);
  });

  it('is erased once, whichever write is lost or applied unseen', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const { world, gone, stays, keptUntil } = await ended(failing.wrapTable);
      await end(world, stays);
      world.clock.set(keptUntil);
      await during(() => world.run());
      await world.runUntil(keptUntil + DAY, ['order', 'erasure']);
      expect(leftOf(world, gone)).toEqual([]);
      expect(leftOf(world, stays)).toEqual([]);
      expect(erasedSaid(world)).toHaveLength(2);
    });
    expect(writes).toBeGreaterThanOrEqual(6);
  }, 60_000);

  it('is erased once by several workers, and not at all where another number comes first', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { world, gone, keptUntil } = await ended();
      world.clock.set(keptUntil);
      const turns = interleaved(seed);
      const table = turns.wrapTable(world.memory);
      const worker = () => world.due(world, table).workOff(DEADLINE);
      let hasNumber = true;
      const register = world
        .process(table)
        .newSubscription(REGISTRAR, { personId: gone.personId, number: beginning(numberOf(7)) }, seedOf(7))
        .catch(() => {
          hasNumber = false;
        });
      await turns.run([worker(), register, worker()]);
      await world.run();
      const isThere = (await world.stores.people.find(TENANT, gone.personId)) !== undefined;
      expect(isThere).toBe(hasNumber);
      expect(erasedSaid(world)).toHaveLength(isThere ? 0 : 1);
      expect(leftOf(world, gone).length > 0).toBe(isThere);
    }
  }, 60_000);

  it('is erased with more entries than a transaction has room for', async () => {
    const world = await dueWorld();
    for (const index of INDEX_NAMES.filter((name) => name !== 'msisdn')) await world.openIndexes([index]);
    const first = await world.served(1);
    const all = [first];
    for (let n = 2; n <= 34; n += 1) all.push(await world.alsoServed(first.personId, n));
    for (const names of all) await end(world, names);
    world.clock.set(TEN + 732 * DAY);
    await world.run();
    for (const names of all) expect(leftOf(world, names)).toEqual([]);
    expect(erasedSaid(world)).toHaveLength(1);
  });
});

it('a number that ended before there was a record is kept by the first one', () => {
  const endedAt = vietnam('2019-03-05T12:00:00');
  expect(retainedUntil({ endedAt })).toBe(vietnam('2021-03-06T00:00:00'));
  expect(retentionPolicies([{ endedAt }, { endedAt, endCause: 'transfer' }, {}])).toEqual([
    'retention-after-end',
    'retention-former-holder',
  ]);
});

it('an old system’s number that had ended is looked at when it need not be kept', async () => {
  const world = await dueWorld();
  const serviceEnd = vietnam('2025-01-10T09:00:00');
  const begun = beginning(numberOf(5));
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    {
      holder: { kind: 'citizen', ...citizen(5) },
      number: {
        subscription: { ...begun.subscription, serviceEnd },
        standing: { state: 'terminated', holds: [] },
      },
    },
    seedOf(5),
  );
  expect(await world.nextDue(['erasure'])).toBe(vietnam('2027-01-11T00:00:00'));
  await world.runUntil(undefined, ['erasure']);
  expect(leftOf(world, { personId, subscriptionId })).toEqual([]);
});
