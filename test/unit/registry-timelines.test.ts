import { systemRandom } from '@temkin/kernel';
import { nextStep, stopTimeline, type Timeline, type TimelineRun } from '@temkin/subscriber/domain';
import type { Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import {
  isRunning,
  keepTimelineWrite,
  startTimelineWrites,
  stopTimelineWrites,
  timelines,
  touchSubscriptionWrite,
  type ReadTimeline,
} from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import { dueWork, type DueWork } from '../../packages/capabilities/subscriber/src/store/due-work.ts';
import { memoryTable } from '../support/memory-table.ts';
import { REGISTRAR, registration, registryWorld, seedOf, TENANT } from './registry-world.ts';

const START = Date.parse('2026-11-22T10:00:00+07:00');
const NAMES = { personId: '0a'.padEnd(36, '0'), subscriptionId: '1b'.padEnd(36, '5') };
const RECEIPT = { eventId: 'event', leaf: 'leaf' };

const begin = (timeline: Timeline, startedAt = START): TimelineRun => ({
  timeline,
  use: 'person',
  startedAt,
  done: [],
});

const world = () => {
  const table = memoryTable();
  let said = 0;
  const store = timelines(table);
  const commit = (writes: readonly Write[]) => table.transact(writes, `token-${(said += 1)}`);
  return {
    store,
    start: (run: TimelineRun, former?: ReadTimeline) =>
      commit(startTimelineWrites(TENANT, NAMES, run, { former, receipt: RECEIPT })),
    commit,
    read: async (timeline: Timeline): Promise<ReadTimeline> => {
      const found = await store.find(TENANT, NAMES, timeline);
      if (found === undefined) throw new Error('no such timeline');
      return found;
    },
    due: async (what: Timeline, until: number): Promise<readonly (DueWork | 'broken')[]> => {
      const found: (DueWork | 'broken')[] = [];
      for await (const one of dueWork({ table, random: systemRandom }).until(
        what,
        NAMES.subscriptionId.slice(-1),
        until,
      ))
        found.push(one);
      return found;
    },
    table,
  };
};

describe('the timelines of a number', () => {
  it('begin with what is due of them, and are read as they were kept', async () => {
    const { start, read, due, store } = world();
    const run = begin('wrong-information', START - 6 * 3_600_000);
    await start(run);
    const eight = START - 2 * 3_600_000;
    const kept = await read('wrong-information');
    expect(kept).toMatchObject({ ...NAMES, run, nextAt: eight, version: 1, receipt: RECEIPT });
    expect(isRunning(kept)).toBe(true);
    expect(await due('wrong-information', eight - 1)).toEqual([]);
    expect(await due('wrong-information', eight)).toEqual([
      {
        what: 'wrong-information',
        tenant: TENANT,
        id: NAMES.subscriptionId,
        personId: NAMES.personId,
        dueAt: eight,
      },
    ]);
    await start(begin('device-change'));
    expect((await store.ofSubscription(TENANT, NAMES)).map((one) => one.run.timeline)).toEqual([
      'wrong-information',
      'device-change',
    ]);
  });

  it('do not begin where no law knows of them yet', () => {
    const run = begin('device-change', Date.parse('2026-06-14T23:59:59+07:00'));
    expect(startTimelineWrites(TENANT, NAMES, run, { receipt: RECEIPT })).toEqual([]);
  });

  it('begin once: who did not see the other is refused', async () => {
    const { start, read } = world();
    const run = begin('wrong-information');
    expect(await start(run)).toEqual({ outcome: 'committed' });
    expect(await start({ ...run, startedAt: START + 1 })).toEqual({ outcome: 'refused', failed: [0] });
    expect((await read('wrong-information')).run).toEqual(run);
  });

  it('keep done steps, what is owed and when to look next, and refuse by old knowledge', async () => {
    const { start, read, commit } = world();
    await start(begin('device-change'));
    const former = await read('device-change');
    const run: TimelineRun = { ...former.run, done: [{ name: 'one-way', round: 1, at: START + 5 }] };
    const telling = { name: 'one-way', round: 1, state: 'owed', at: START + 5 } as const;
    const write = keepTimelineWrite(TENANT, former, { run, telling, nextAt: START + 5, receipt: RECEIPT });
    expect(await commit([write])).toEqual({ outcome: 'committed' });
    expect(await read('device-change')).toMatchObject({ run, telling, nextAt: START + 5, version: 2 });
    expect(await commit([write])).toEqual({ outcome: 'refused', failed: [0] });
  });

  it('are stopped by what stops them alone, and nothing is due of them then', async () => {
    const { start, read, commit, due, table } = world();
    await start(begin('device-change'));
    const former = await read('device-change');
    const stop = { at: START + 9, receipt: RECEIPT } as const;
    expect(stopTimelineWrites(TENANT, former, { ...stop, cause: 'finding-withdrawn' })).toEqual([]);
    await commit(stopTimelineWrites(TENANT, former, { ...stop, cause: 'verified' }));
    const stopped = await read('device-change');
    expect(stopped.run).toEqual(stopTimeline(former.run, 'verified', START + 9));
    expect(nextStep(stopped.run, START + 10)).toEqual({ is: 'over' });
    expect(isRunning(stopped)).toBe(false);
    expect(await due('device-change', START * 2)).toEqual([]);
    expect(stopTimelineWrites(TENANT, stopped, { ...stop, cause: 'ended' })).toEqual([]);
    expect(table.items()).toHaveLength(1);
  });

  it('begin again after they were stopped, under another version', async () => {
    const { start, read, commit } = world();
    await start(begin('wrong-information'));
    const former = await read('wrong-information');
    await commit(
      stopTimelineWrites(TENANT, former, { cause: 'finding-withdrawn', at: START, receipt: RECEIPT }),
    );
    await start(begin('wrong-information', START + 100), await read('wrong-information'));
    expect(await read('wrong-information')).toMatchObject({
      run: begin('wrong-information', START + 100),
      version: 3,
    });
  });
});

it('a timeline that begins is a change of its number: who moves it by what was read before is refused', async () => {
  const { stores, registry, openIndexes, memory } = registryWorld();
  await openIndexes();
  const { personId, subscriptionId } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
  if (subscriptionId === undefined) throw new Error('no number');
  const names = { personId, subscriptionId };
  const [before] = await stores.people.findSubscriptions(TENANT, [names]);
  if (before === undefined) throw new Error('no subscription');
  const touch = touchSubscriptionWrite(TENANT, before, RECEIPT);
  expect(await memory.transact([touch], 'one')).toEqual({ outcome: 'committed' });
  expect(await memory.transact([touch], 'two')).toEqual({ outcome: 'refused', failed: [0] });
  const [after] = await stores.people.findSubscriptions(TENANT, [names]);
  expect(after).toEqual({
    ...before,
    version: 2,
    receipt: RECEIPT,
    reliedOn: { ...before.reliedOn, version: 2 },
  });
});
