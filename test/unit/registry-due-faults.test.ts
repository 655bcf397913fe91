import { TIMELINES, type Timeline } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { interleaved } from '../support/interleaved.ts';
import { DAY, dueWorld, HOUR, TEN, type DueWorld, type Numbered } from './due-world.ts';
import { REGISTRAR } from './registry-world.ts';

const DEADLINE = { deadlineMilliseconds: Number.MAX_SAFE_INTEGER };

const begun = async (timeline: Timeline, wrap?: Parameters<typeof dueWorld>[0]) => {
  const world = await dueWorld(wrap);
  const names = await world.served(1);
  await world.begin(timeline, names);
  return { world, names };
};

/** What a timeline comes to where the worker never sleeps. */
const awake = async (timeline: Timeline) => {
  const { world, names } = await begun(timeline);
  await world.runUntil();
  return {
    said: world.said(),
    standing: await world.standing(names),
    told: world.sent.map(({ phone, kind }) => [phone, kind]),
  };
};

const outcomeOf = async (world: DueWorld, names: Numbered) => ({
  said: world.said(),
  standing: await world.standing(names),
  told: world.sent.map(({ phone, kind }) => [phone, kind]),
});

/** Without the notices of rounds that were broken off: those before the last first notice. */
const counted = (said: readonly string[]): readonly string[] => {
  const last = said.lastIndexOf('notice begun notice-1');
  return last < 0 ? said : said.slice(last);
};

describe.each(TIMELINES)('the clocks of %s', (timeline) => {
  it('lead to the same state and events in one jump as day by day, however long the worker slept and after whichever step', async () => {
    const expected = await awake(timeline);
    const steps = timeline === 'wrong-information' ? 8 : 3;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: steps - 1 }),
        fc.integer({ min: 1, max: 24 * 400 }),
        async (taken, hours) => {
          const { world, names } = await begun(timeline);
          for (let done = 0; done < taken; done += 1) {
            world.clock.set(Math.max((await world.nextDue()) ?? 0, world.clock.now()));
            await world.run();
          }
          world.clock.advance(hours * HOUR);
          await world.run();
          await world.runUntil();
          const became = await outcomeOf(world, names);
          expect(counted(became.said)).toEqual(expected.said);
          expect(became.standing).toBe(expected.standing);
          expect(await world.nextDue()).toBeUndefined();
          // What was broken off is on record as it was: notices, and nothing else.
          const before = became.said.slice(0, became.said.length - expected.said.length);
          expect(before.every((words) => words.startsWith('notice '))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are the same where a worker wakes every hour as where it wakes when something is due', async () => {
    const expected = await awake(timeline);
    const { world, names } = await begun(timeline);
    for (let hour = 0; hour <= 37 * 24; hour += 1) {
      world.clock.set(TEN + hour * HOUR);
      if (((await world.nextDue()) ?? Infinity) <= world.clock.now()) await world.run();
    }
    expect(await outcomeOf(world, names)).toEqual(expected);
  });

  it('do each step once, whichever write is lost or applied unseen', async () => {
    const expected = await awake(timeline);
    const days = timeline === 'wrong-information' ? [0, 15, 30, 35] : [0, 30, 35];
    for (const after of days) {
      const failing = eachWrite();
      const writes = await failing.failsInTurn(async ({ during }) => {
        const { world, names } = await begun(timeline, failing.wrapTable);
        await world.runUntil(TEN + after * DAY - 3 * HOUR);
        const next = await world.nextDue();
        world.clock.set(Math.max(next ?? 0, world.clock.now()));
        await during(() => world.run());
        await world.runUntil();
        expect(await outcomeOf(world, names)).toEqual(expected);
        expect(await world.nextDue()).toBeUndefined();
      });
      expect(writes).toBeGreaterThanOrEqual(2);
    }
  }, 60_000);

  it('do each step once where workers are at it at the same moment', async () => {
    const expected = await awake(timeline);
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { world, names } = await begun(timeline);
        for (let next = await world.nextDue(); next !== undefined; next = await world.nextDue()) {
          world.clock.set(Math.max(next, world.clock.now()));
          const turns = interleaved(seed + next);
          const worker = () => world.due(world, turns.wrapTable(world.memory)).workOff(DEADLINE);
          await turns.run([worker(), worker(), worker()]);
        }
        expect(await outcomeOf(world, names)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});

it('a holder who is verified while the worker suspends is either suspended and freed, or never suspended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const { world, names } = await begun('device-change');
      const turns = interleaved(seed);
      const table = turns.wrapTable(world.memory);
      const verify = async (): Promise<void> => {
        for (let i = 0; i < 20; i += 1) {
          const [now] = await world.stores.people.findSubscriptions('demo', [names]);
          if (now?.standing.holds.length === 0) continue;
          await world.process(table).moveSubscription(REGISTRAR, {
            subscriptionId: names.subscriptionId,
            move: { name: 'lift', cause: 'device-change', because: 'verified' },
            by: 'registrar',
            isVerified: true,
          });
          return;
        }
      };
      const task = async (): Promise<void> => {
        await table.get({ table: 'subscribers', partition: 'nowhere', sort: 'nowhere' });
        await verify();
      };
      await turns.run([world.due(world, table).workOff(DEADLINE), task()]);
      await world.runUntil();
      const found = await world.timeline('device-change', names);
      const isFreed = found?.run.stopped?.cause === 'verified';
      expect(await world.standing(names)).toBe(isFreed ? 'active' : 'terminated');
    }),
    { numRuns: 10 },
  );
});
