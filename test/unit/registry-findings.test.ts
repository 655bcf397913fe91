import { FINDING_GROUNDS, TIMELINES } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { interleaved } from '../support/interleaved.ts';
import { DAY, dueWorld, HOUR, TEN, vietnam, type DueWorld, type Numbered } from './due-world.ts';
import { beginning, numberOf, registration, REGISTRAR, seedOf } from './registry-world.ts';

const find = (world: DueWorld, { subscriptionId }: Numbered, n = 1, more = {}) =>
  world
    .findings()
    .recordFinding(
      REGISTRAR,
      { subscriptionId, timeline: 'wrong-information', grounds: 'document', ...more },
      seedOf(n),
    );

const withdraw = (world: DueWorld, { subscriptionId }: Numbered, findingId: string) =>
  world.findings().withdrawFinding(REGISTRAR, { subscriptionId, findingId });

const findingsSaid = (world: DueWorld) =>
  world
    .events()
    .filter(({ api }) => api.operation === 'subscription.finding')
    .map(({ unmapped }) => [unmapped.change, unmapped.grounds, unmapped.flags, unmapped.policies]);

describe('a finding', () => {
  it('begins its timeline, once, under the record of its day, and is on record', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    const first = await find(world, names, 1);
    expect(await find(world, names, 1)).toEqual(first);
    const begun = await world.timeline('wrong-information', names);
    world.clock.advance(DAY);
    await find(world, names, 2, { grounds: 'portrait' });
    expect(await world.timeline('wrong-information', names)).toEqual(begun);
    expect(findingsSaid(world)).toEqual([
      ['found', 'document', ['wrong-information'], ['timeline-wrong-information']],
      ['found', 'portrait', ['wrong-information'], expect.anything()],
    ]);
  });

  it('of a device may be older than its report, and counts from the change', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    const changedAt = TEN - 3 * HOUR;
    await find(world, names, 1, { timeline: 'device-change', grounds: 'network', foundAt: changedAt });
    expect((await world.timeline('device-change', names))?.run.startedAt).toBe(changedAt);
    expect(await world.run()).toMatchObject({ late: 1 });
  });

  it('of a device of before 15 June 2026 is on record and begins nothing', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    const foundAt = vietnam('2026-06-14T23:59:59');
    await find(world, names, 1, { timeline: 'device-change', grounds: 'network', foundAt });
    expect(await world.timeline('device-change', names)).toBeUndefined();
    expect(findingsSaid(world)).toHaveLength(1);
  });

  it('is refused of a number that is not served, of the future, and on grounds of the other timeline', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    for (const timeline of TIMELINES)
      for (const other of TIMELINES.filter((one) => one !== timeline))
        for (const grounds of FINDING_GROUNDS[other])
          await expect(find(world, names, 1, { timeline, grounds })).rejects.toThrow(
            'FINDING.GROUNDS_NOT_ALLOWED',
          );
    await expect(find(world, names, 1, { foundAt: world.clock.now() + HOUR })).rejects.toThrow(
      'FINDING.IN_THE_FUTURE',
    );
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: names.subscriptionId,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    await expect(find(world, names)).rejects.toThrow('SUBSCRIPTION.STATE_NOT_ALLOWED');
    const { personId, subscriptionId = '' } = await world.registry.newPerson(
      REGISTRAR,
      { ...registration(2), number: beginning(numberOf(2)) },
      seedOf(2),
    );
    await expect(find(world, { personId, subscriptionId })).rejects.toThrow('SUBSCRIPTION.STATE_NOT_ALLOWED');
    await expect(find(world, { personId, subscriptionId: personId })).rejects.toThrow('SUBSCRIPTION.UNKNOWN');
    expect(findingsSaid(world)).toEqual([]);
  });

  it('begins nothing again where a machine’s number is suspended already', async () => {
    const world = await dueWorld();
    const names = await world.served(1, { use: 'machine' });
    await find(world, names, 1, { timeline: 'device-change', grounds: 'network' });
    await world.runUntil();
    await find(world, names, 2, { timeline: 'device-change', grounds: 'network' });
    expect(await world.nextDue()).toBeUndefined();
  });

  it('that is taken back stops its timeline and lifts its hold, the last of its kind alone', async () => {
    for (const days of [2, 20]) {
      const world = await dueWorld();
      const names = await world.served(1);
      const [one, other] = [await find(world, names, 1), await find(world, names, 2)];
      await world.runUntil(TEN + days * DAY);
      await withdraw(world, names, one.findingId);
      expect((await world.timeline('wrong-information', names))?.nextAt).toBeDefined();
      expect(await world.standing(names)).toBe(days === 2 ? 'active' : 'suspended-one-way');
      await withdraw(world, names, other.findingId);
      expect((await world.timeline('wrong-information', names))?.run.stopped?.cause).toBe(
        'finding-withdrawn',
      );
      expect(await world.standing(names)).toBe('active');
      const { receipt } = await withdraw(world, names, other.findingId);
      expect(receipt.eventId).toBeDefined();
      expect(findingsSaid(world).filter(([change]) => change === 'withdrawn')).toHaveLength(2);
      await world.runUntil();
      expect(await world.standing(names)).toBe('active');
      // It may be found again, and all begins anew.
      await find(world, names, 3);
      await world.runUntil();
      expect(await world.standing(names)).toBe('terminated');
    }
  });

  it('of a device is not taken back, nor one that is not there', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    const { findingId } = await find(world, names, 1, { timeline: 'device-change', grounds: 'network' });
    await expect(withdraw(world, names, findingId)).rejects.toThrow('FINDING.NOT_WITHDRAWABLE');
    await expect(withdraw(world, names, names.personId)).rejects.toThrow('FINDING.UNKNOWN');
    const wrong = await find(world, names, 2);
    await world.runUntil();
    await expect(withdraw(world, names, wrong.findingId)).rejects.toThrow('SUBSCRIPTION.STATE_NOT_ALLOWED');
  });

  it('is made once and taken back once, whichever write is lost or applied unseen', async () => {
    const failing = eachWrite();
    await failing.failsInTurn(async ({ during }) => {
      const world = await dueWorld(failing.wrapTable);
      const names = await world.served(1);
      await during(() => find(world, names, 1)).catch(() => undefined);
      const { findingId } = await find(world, names, 1);
      await world.runUntil(TEN + 16 * DAY);
      expect(await world.standing(names)).toBe('suspended-one-way');
      await during(() => withdraw(world, names, findingId)).catch(() => undefined);
      await withdraw(world, names, findingId);
      expect(await world.standing(names)).toBe('active');
      expect(findingsSaid(world).map(([change]) => change)).toEqual(['found', 'withdrawn']);
    });
  });

  it('and a verification at the same moment leave no number served with a timeline that nobody stops', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = await dueWorld();
        const names = await world.served(1);
        await find(world, names, 1, { timeline: 'device-change', grounds: 'network' });
        await world.run();
        const turns = interleaved(seed);
        const table = turns.wrapTable(world.memory);
        await turns.run([
          world
            .findings(table)
            .recordFinding(
              REGISTRAR,
              { subscriptionId: names.subscriptionId, timeline: 'wrong-information', grounds: 'claim' },
              seedOf(9),
            ),
          world.process(table).moveSubscription(REGISTRAR, {
            subscriptionId: names.subscriptionId,
            move: { name: 'lift', cause: 'device-change', because: 'verified' },
            by: 'registrar',
            isVerified: true,
            settles: ['wrong-information'],
          }),
        ]);
        const said = world.events().map(({ api }) => api.operation);
        const isLast = said.lastIndexOf('subscription.finding') > said.lastIndexOf('subscription.resume');
        const found = await world.timeline('wrong-information', names);
        expect(found?.run.stopped === undefined).toBe(isLast);
      }),
      { numRuns: 12 },
    );
  });
});
