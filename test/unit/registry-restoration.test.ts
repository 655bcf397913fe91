import { registryRestoration, registryStores, type LaterMove } from '@temkin/subscriber';
import { INDEX_NAMES, type Timeline } from '@temkin/subscriber/domain';
import type { StoredItem } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { people } from '../../packages/capabilities/subscriber/src/store/people.ts';
import { timelines } from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import { isBackedUp } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { memoryTable } from '../support/memory-table.ts';
import { DAY, dueWorld, TEN, vietnam, type DueWorld, type Numbered } from './due-world.ts';
import { askedBy, beginning, numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

const FOR = { purpose: 'support', reference: 'case-1' } as const;
const WRONG = 'wrong-information';
const END: LaterMove = { name: 'end', cause: 'holder-request' };
const HOLD: LaterMove = { name: 'hold', cause: 'holder-request', level: 'two-way' };
const LIFT: LaterMove = { name: 'lift', cause: 'holder-request', because: 'request-withdrawn' };

/** When who ended a number on the day of the tests need not be kept any more. */
const ERASED = vietnam('2028-11-23T00:00:00');

const moving = (world: DueWorld) => (names: Numbered, move: LaterMove) =>
  world.registry.moveSubscription(REGISTRAR, { subscriptionId: names.subscriptionId, move, by: 'registrar' });

/** What a backup has of the registry. */
const backup = (world: DueWorld): readonly StoredItem[] =>
  world.memory.items().filter(({ key }) => isBackedUp(key.table) && key.table !== 'outbox');

/** The backup in a fresh store, as it comes back by the events of the log. */
const restored = async (world: DueWorld, items: readonly StoredItem[]) => {
  const restoration = registryRestoration(world.events());
  for (const stored of items) if (restoration.studies.includes(stored.key.table)) restoration.study(stored);
  const table = memoryTable();
  const put = async (stored: StoredItem): Promise<void> => {
    const item = restoration.tables.includes(stored.key.table) ? restoration.bring(stored) : stored.item;
    if (item === undefined) return;
    // A restore overwrites nothing: it would take the other for something foreign.
    expect([undefined, item]).toContainEqual(await table.get(stored.key));
    await table.write({ kind: 'put', key: stored.key, item });
  };
  for (const stored of items) await put(stored);
  for (const stored of restoration.missing?.() ?? []) await put(stored);
  const process = world.process(table);
  const find = async ({ personId, subscriptionId }: Numbered) =>
    (await people(table).findSubscriptions(TENANT, [{ personId, subscriptionId }]))[0];
  return { table, process, find };
};

const minute = (at = Number.NaN): number => Math.floor(at / 60_000);

/** A timeline as it is kept, but for what tells instants that events have a moment later, and for the event of its last change. */
const courseOf = async (table: ReturnType<typeof memoryTable>, names: Numbered, timeline: Timeline) => {
  const { run, nextAt } = (await timelines(table).find(TENANT, names, timeline)) ?? {};
  return {
    startedAt: minute(run?.startedAt),
    suspensions: run?.done.flatMap(({ name, at }) => (name.startsWith('notice') ? [] : [[name, minute(at)]])),
    stopped: run?.stopped,
    nextAt,
  };
};

/** Of which kinds something is due. */
const remaining = async (table: ReturnType<typeof memoryTable>): Promise<readonly string[]> =>
  table
    .items()
    .flatMap(({ key }) => (key.partition.startsWith('DUE#') ? [key.partition.split('#')[1] ?? ''] : []));

const isTimeline = ({ key }: StoredItem): boolean => key.sort.includes('#timeline#');

const mentioning = (items: readonly StoredItem[], { personId, subscriptionId }: Numbered) =>
  items.filter(({ key, item }) =>
    [key.partition, key.sort, item.personId].some(
      (text) => typeof text === 'string' && (text.includes(personId) || text.includes(subscriptionId)),
    ),
  );

describe('a registry that comes back', () => {
  it('has nothing of who was erased since, no key and no record, and everybody else as they were', async () => {
    const world = await dueWorld();
    const [gone, stays] = [await world.served(1), await world.served(2)];
    for (const names of [gone, stays]) await world.begin('wrong-information', names);
    await moving(world)(gone, END);
    const { bases } = registryStores(world.dependencies());
    for (const { personId } of [gone, stays])
      await world.memory.transact([bases.bindWrite(TENANT, { basisId: 'c'.repeat(32) }, personId)], personId);
    const before = backup(world);
    expect(mentioning(before, gone).length).toBeGreaterThan(5);
    world.clock.set(ERASED);
    await world.run();
    const { table } = await restored(world, before);
    expect(mentioning(table.items(), gone)).toEqual([]);
    const kept = mentioning(before, stays).map(({ key }) => key);
    expect(mentioning(table.items(), stays).map(({ key }) => key)).toEqual(kept);
  });

  it('has numbers as they were held, let go and ended since', async () => {
    const world = await dueWorld();
    const [held, freed, over] = [await world.served(1), await world.served(2), await world.served(3)];
    const move = moving(world);
    await move(freed, HOLD);
    const before = backup(world);
    await move(held, HOLD);
    await move(freed, LIFT);
    await move(over, HOLD);
    await move(over, END);
    const { find } = await restored(world, before);
    expect((await find(held))?.standing).toEqual({
      state: 'suspended-two-way',
      holds: [{ cause: 'holder-request', level: 'two-way' }],
    });
    expect((await find(freed))?.standing).toEqual({ state: 'active', holds: [] });
    expect(await find(over)).toMatchObject({
      standing: { state: 'terminated', holds: [] },
      endedAt: world.events().find(({ api }) => api.operation === 'subscription.terminate')?.time,
      endCause: 'holder-request',
    });
  });

  it('leaves alone what the backup has already, and what another number was told', async () => {
    const world = await dueWorld();
    const [names, over] = [await world.served(1), await world.served(3)];
    const move = moving(world);
    await move(names, HOLD);
    await move(names, LIFT);
    await world.begin('wrong-information', over);
    await move(over, END);
    const before = backup(world);
    await move(await world.served(2), END);
    const { table } = await restored(world, before);
    const changed = before.filter(
      ({ key, item }) =>
        !table
          .items()
          .some(
            (one) => one.key.partition === key.partition && one.key.sort === key.sort && one.item === item,
          ),
    );
    expect(changed).toEqual([]);
  });

  it('leaves a hold to the timeline that makes it again, and makes that of a timeline which the backup lacks', async () => {
    const world = await dueWorld();
    const [known, unknown] = [await world.served(1), await world.served(2)];
    await world.begin('device-change', known);
    const before = backup(world);
    await world.begin('device-change', unknown);
    world.clock.advance(3 * 3_600_000);
    await world.run();
    const holds = world.events().filter(({ api }) => api.operation === 'subscription.suspend');
    expect(new Set(holds.map(({ resources }) => resources[1]?.uid))).toEqual(
      new Set([known, unknown].map(({ subscriptionId }) => subscriptionId)),
    );
    const { find, table } = await restored(world, before);
    expect((await find(known))?.standing.state).toBe('active');
    expect((await find(unknown))?.standing.state).toBe('suspended-one-way');
    expect(await world.run(table)).toMatchObject({ failed: 0 });
    expect((await find(known))?.standing.state).toBe('suspended-one-way');
  });

  it('has a hold since whose timeline was copied later, with that step done, and does not wait for it again', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await world.begin(WRONG, names);
    const early = backup(world).filter((stored) => !isTimeline(stored));
    await world.runUntil(TEN + 16 * DAY);
    const { find, table } = await restored(world, [...early, ...backup(world).filter(isTimeline)]);
    expect((await find(names))?.standing.state).toBe('suspended-one-way');
    expect(await courseOf(table, names, WRONG)).toEqual(await courseOf(world.memory, names, WRONG));
  });

  it('goes on with a timeline that began since and has suspended its number, counted from that day', async () => {
    const world = await dueWorld();
    const [names, again] = [await world.served(1), await world.served(2)];
    const findingId = await world.begin(WRONG, again);
    await world
      .findings(world.memory)
      .withdrawFinding(REGISTRAR, { subscriptionId: again.subscriptionId, findingId });
    const before = backup(world);
    for (const one of [names, again]) await world.begin(WRONG, one);
    await world.runUntil(TEN + 16 * DAY);
    const oneWay = await restored(world, before);
    for (const one of [names, again]) {
      expect((await oneWay.find(one))?.standing.state).toBe('suspended-one-way');
      expect(await courseOf(oneWay.table, one, WRONG)).toEqual(await courseOf(world.memory, one, WRONG));
    }
    world.clock.advance(16 * DAY);
    expect(await world.run(oneWay.table)).toMatchObject({ failed: 0 });
    expect((await oneWay.find(names))?.standing.state).toBe('suspended-two-way');

    await world.run();
    const twoWay = await restored(world, before);
    expect((await courseOf(twoWay.table, names, WRONG)).suspensions).toHaveLength(2);
    expect(await courseOf(twoWay.table, names, WRONG)).toEqual(await courseOf(world.memory, names, WRONG));
  });

  it('has no more in store for a machine’s number than its suspension, where its timeline began since', async () => {
    const world = await dueWorld();
    const machine = await world.served(1, { use: 'machine' });
    const before = backup(world);
    await world.begin('device-change', machine);
    await world.run();
    const { find, table } = await restored(world, before);
    expect((await find(machine))?.standing.state).toBe('suspended-one-way');
    const course = await courseOf(table, machine, 'device-change');
    expect(course).toEqual(await courseOf(world.memory, machine, 'device-change'));
    expect([course.suspensions?.length, course.nextAt]).toEqual([1, undefined]);
    expect(await remaining(table)).not.toContain('device-change');
  });

  it('makes no timeline again of what a withdrawal settled since, nor of a number that ended', async () => {
    const world = await dueWorld();
    const [settled, over] = [await world.served(1), await world.served(2)];
    const before = backup(world);
    const findingId = await world.begin(WRONG, settled);
    await world.begin(WRONG, over);
    await world.runUntil(TEN + 16 * DAY);
    await world
      .findings(world.memory)
      .withdrawFinding(REGISTRAR, { subscriptionId: settled.subscriptionId, findingId });
    await moving(world)(over, END);
    const { find, table } = await restored(world, before);
    expect((await find(settled))?.standing).toEqual({ state: 'active', holds: [] });
    expect(table.items().filter(isTimeline)).toEqual([]);
    expect(await remaining(table)).not.toContain(WRONG);
  });

  it('has everything due that its records say is due, where that was copied before or after them', async () => {
    const world = await dueWorld();
    const [slow, ended] = [await world.served(1), await world.served(2)];
    for (const names of [slow, ended]) await world.begin('wrong-information', names);
    world.network.behave('fails');
    await world.run();
    const early = backup(world).filter(({ key }) => key.partition.startsWith('DUE#'));
    world.clock.advance(26 * 3_600_000);
    await world.run();
    const records = backup(world).filter(({ key }) => !key.partition.startsWith('DUE#'));
    await moving(world)(ended, END);
    for (const due of [[], early]) {
      const { table } = await restored(world, [...due, ...records]);
      const left = await remaining(table);
      // Timelines and orders where they are; of the number that has ended its order, and its holder's erasure.
      expect(left).toEqual(expect.arrayContaining(['wrong-information', 'order', 'order', 'erasure']));
      const timeline = await world.stores.timelines.find(TENANT, slow, 'wrong-information');
      const dues = table.items().filter(({ key }) => key.partition.startsWith('DUE#wrong-information'));
      expect(dues.map(({ key }) => key.sort.split('#')[0])).toContain(
        String(timeline?.nextAt).padStart(13, '0'),
      );
      expect(dues.filter(({ key }) => key.sort.endsWith(ended.subscriptionId)).length).toBe(
        due.length === 0 ? 0 : 1,
      );
    }
  });

  it('takes the timelines from a number that has ended, and erases its holder in time', async () => {
    const world = await dueWorld();
    const over = await world.served(1);
    await world.begin('wrong-information', over);
    const before = backup(world);
    await moving(world)(over, END);
    const { table } = await restored(world, before);
    expect(table.items().filter(isTimeline)).toEqual([]);
    world.clock.set(ERASED);
    for (const index of INDEX_NAMES)
      await world.process(table).beginIndex(REGISTRAR, { index, generation: 1 });
    expect(await world.run(table)).toMatchObject({ failed: 0 });
    expect(mentioning(table.items(), over).filter(({ key }) => key.table !== 'outbox')).toEqual([]);
  });

  it('answers no search and takes no number until its indexes are made, and then finds everybody, and whose number is free', async () => {
    const world = await dueWorld();
    for (const index of INDEX_NAMES.filter((name) => name !== 'msisdn')) await world.openIndexes([index]);
    const [one, over, two] = [await world.served(1), await world.served(2), await world.served(3)];
    const before = backup(world);
    await moving(world)(over, END);
    const { process } = await restored(world, before);

    const refused = { code: 'SUBSCRIBER.INDEX_NOT_READY' };
    for (const index of INDEX_NAMES)
      await expect(process.findByIndex(REGISTRAR, { ...askedBy(index, 1), ...FOR })).rejects.toMatchObject(
        refused,
      );
    const further = { personId: one.personId, number: beginning(numberOf(2)) };
    await expect(process.newSubscription(REGISTRAR, further, seedOf(9))).rejects.toMatchObject(refused);

    for (const index of INDEX_NAMES) {
      await process.beginIndex(REGISTRAR, { index, generation: 1, holders: 3 });
      expect(await process.backfillIndex(REGISTRAR, { index })).toBe('switched');
      for (const [n, { personId }] of [
        [1, one],
        [3, two],
      ] as const)
        expect(await process.findByIndex(REGISTRAR, { ...askedBy(index, n), ...FOR })).toMatchObject({
          found: [{ personId }],
        });
    }
    await expect(
      process.newSubscription(REGISTRAR, { ...further, number: beginning(numberOf(3)) }, seedOf(8)),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.NUMBER_TAKEN' });
    expect(await process.newSubscription(REGISTRAR, further, seedOf(9))).toMatchObject({
      personId: one.personId,
    });
  });
});
