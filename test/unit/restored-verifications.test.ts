import { provisioningSimulator } from '@temkin/provisioning';
import { registryRestoration } from '@temkin/subscriber';
import type { StoredItem } from '@temkin/storage';
import { INDEX_NAMES, verifiedBy } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { findings } from '../../packages/capabilities/subscriber/src/store/findings.ts';
import { people } from '../../packages/capabilities/subscriber/src/store/people.ts';
import { timelines } from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import { isBackedUp } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { memoryTable } from '../support/memory-table.ts';
import { DAY, noticeBook, type Numbered } from './due-world.ts';
import { citizen, MINUTE, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { FACE, verificationWorld, type VerificationWorld } from './verification-world.ts';

type Registered = Awaited<ReturnType<VerificationWorld['register']>>;

const WRONG = 'wrong-information';

const opened = async () => {
  const world = await verificationWorld();
  world.identity.know({ ...citizen(1), face: FACE });
  return { world, one: await world.register(1) };
};

/** A number whose holder was verified. */
const served = async () => {
  const { world, one } = await opened();
  await one.verify();
  world.clock.advance(MINUTE);
  return { world, one };
};

const find = (world: VerificationWorld, { subscriptionId }: Numbered, n: number) =>
  world
    .findings()
    .recordFinding(REGISTRAR, { subscriptionId, timeline: WRONG, grounds: 'document' }, seedOf(n));

const backup = (world: VerificationWorld): readonly StoredItem[] =>
  world.memory.items().filter(({ key }) => isBackedUp(key.table) && key.table !== 'outbox');

/** The events of a log, as far as a restore keeps them in mind. */
const replayed = (world: VerificationWorld) => {
  const events = replayedEvents();
  for (const stored of world.items('outbox')) events.add(stored, 'the log');
  return events.inOrder();
};

/** What works off clocks, on a table. */
const workOff = (world: VerificationWorld, table: ReturnType<typeof memoryTable>) => {
  const network = provisioningSimulator();
  const { notices } = noticeBook(() => world.clock.now());
  return world
    .due({ notices, network, systems: network, blobs: memoryBlobs() }, table)
    .workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
};

/** A backup in a fresh store, as it comes back. */
const restored = async (
  world: VerificationWorld,
  items: readonly StoredItem[],
  { isLogWhole = true, events = replayed(world) } = {},
) => {
  const restoration = registryRestoration(events, { isLogWhole });
  for (const stored of items) if (restoration.studies.includes(stored.key.table)) restoration.study(stored);
  const table = memoryTable();
  const put = async (stored: StoredItem): Promise<void> => {
    const item = restoration.tables.includes(stored.key.table) ? restoration.bring(stored) : stored.item;
    if (item !== undefined) await table.write({ kind: 'put', key: stored.key, item });
  };
  for (const stored of items) await put(stored);
  for (const stored of restoration.missing?.() ?? []) await put(stored);
  // Nothing could end before the indexes are there again.
  const process = world.process(table);
  for (const index of INDEX_NAMES) {
    await process.beginIndex(REGISTRAR, { index, generation: 1, holders: 3 });
    await process.backfillIndex(REGISTRAR, { index });
  }
  return {
    table,
    lost: [...(restoration.lost?.() ?? [])],
    number: async ({ personId, subscriptionId }: Numbered) => {
      const [found] = await people(table).findSubscriptions(TENANT, [{ personId, subscriptionId }]);
      if (found === undefined) throw new Error('the number did not come back');
      return found;
    },
    timeline: (names: Numbered) => timelines(table).find(TENANT, names, WRONG),
    finding: (names: Numbered, findingId: string) => findings(table).find(TENANT, names, findingId),
    workOff: () => workOff(world, table),
  };
};

/** The minute of an instant: an event and what it tells of are not written in the same millisecond. */
const minuteOf = (at: number | undefined) => at && Math.floor(at / MINUTE);

/** Where a number stands, and since when, whatever names its last event. */
const standingIn = ({
  standing,
  version,
  clear,
  verifiedAt,
  faceComparedAt,
}: Awaited<ReturnType<Registered['read']>>) => ({
  standing,
  version,
  clear: { ...clear, serviceStart: minuteOf(clear.serviceStart) },
  verified: [verifiedAt, faceComparedAt].map(minuteOf),
});

const standingOf = async ({ read }: Registered) => standingIn(await read());

describe('a number that was verified since the backup', () => {
  it('comes back with its service, as of when, and is not ended as one that nobody verified', async () => {
    const { world, one } = await opened();
    const before = backup(world);
    world.clock.advance(MINUTE);
    await one.verify();
    const { number, workOff: work, lost } = await restored(world, before);
    const now = await standingOf(one);
    expect(standingIn(await number(one))).toEqual(now);
    expect(now.standing.state).toBe('active');
    world.clock.set(verifiedBy(world.clock.now()) + DAY);
    expect(await work()).toMatchObject({ failed: 0 });
    expect((await number(one)).standing.state).toBe('active');
    expect(lost).toEqual([]);
  });

  it('is held by nothing that the verification lifted, and its timeline is over', async () => {
    const { world, one } = await served();
    const { findingId } = await find(world, one, 1);
    await one.move({ name: 'hold', cause: WRONG, level: 'one-way' });
    const before = backup(world);
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(950));
    const { number, timeline, finding, workOff: work } = await restored(world, before);
    expect(standingIn(await number(one))).toEqual(await standingOf(one));
    expect((await number(one)).standing).toEqual({ state: 'active', holds: [] });
    const stopped = (await timeline(one))?.run.stopped;
    expect([stopped?.cause, minuteOf(stopped?.at)]).toEqual(['verified', minuteOf(world.clock.now())]);
    expect((await timeline(one))?.nextAt).toBeUndefined();
    expect((await finding(one, findingId))?.settledAt).toBe(stopped?.at);
    world.clock.advance(60 * DAY);
    expect(await work()).toMatchObject({ failed: 0 });
    expect((await number(one)).standing.state).toBe('active');
  });

  it('keeps the hold that came after it, and by a face alone what that does not settle', async () => {
    const { world, one } = await served();
    await find(world, one, 1);
    await one.move({ name: 'hold', cause: 'device-change', level: 'one-way' });
    const before = backup(world);
    world.clock.advance(MINUTE);
    await one.verify({ wants: 'face' }, seedOf(950));
    const faced = await restored(world, before);
    expect(standingIn(await faced.number(one))).toEqual(await standingOf(one));
    expect((await faced.timeline(one))?.nextAt).toBeDefined();
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(951));
    const stopped = await restored(world, before);
    expect((await stopped.timeline(one))?.nextAt).toBeUndefined();
    world.clock.advance(MINUTE);
    const from = world.clock.now();
    await find(world, one, 2);
    await one.move({ name: 'hold', cause: WRONG, level: 'one-way' });
    const { number, timeline } = await restored(world, before);
    expect(standingIn(await number(one))).toEqual(await standingOf(one));
    expect((await number(one)).standing.state).toBe('suspended-one-way');
    const { run, nextAt } = (await timeline(one)) ?? {};
    expect([run?.done.map(({ name }) => name), run?.stopped]).toEqual([['one-way'], undefined]);
    expect(minuteOf(run?.startedAt)).toBe(minuteOf(from));
    expect(nextAt).toBeGreaterThan(from + 14 * DAY);
  });

  it('is held as since when its source knew somebody else by the number of its holder', async () => {
    const { world, one } = await served();
    const before = backup(world);
    world.identity.know({ ...citizen(1), name: 'Trần Văn Khác', face: FACE });
    const from = world.clock.now();
    await expect(one.verify({}, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.IDENTITY_MISMATCH',
    });
    world.clock.advance(15 * DAY);
    await one.move({ name: 'hold', cause: WRONG, level: 'one-way' });
    const { timeline } = await restored(world, before);
    expect(minuteOf((await timeline(one))?.run.startedAt)).toBe(minuteOf(from));
  });

  it('keeps a timeline that began after it, where the backup has that one', async () => {
    const { world, one } = await served();
    await find(world, one, 1);
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(950));
    world.clock.advance(MINUTE);
    const { findingId } = await find(world, one, 2);
    const { timeline, finding, number } = await restored(world, backup(world));
    expect((await timeline(one))?.nextAt).toBeDefined();
    expect((await finding(one, findingId))?.settledAt).toBeUndefined();
    expect((await number(one)).standing.state).toBe('active');
  });
});

/** Has the source silent for one question, which is asked at the moment. */
const silent = async (world: VerificationWorld, one: Registered, seed: number) => {
  world.identity.behave('outage');
  await one.verify({}, seedOf(seed));
  world.identity.behave('works');
};

describe('what a verification since the backup vouches for', () => {
  it.each([
    ['before the backup', true],
    ['after it', false],
  ])('is as of its question, where that was put %s and answered late', async (_, isBefore) => {
    const { world, one } = await served();
    const from = world.clock.now();
    const early = backup(world);
    await silent(world, one, 950);
    const before = isBefore ? backup(world) : early;
    world.clock.advance(3 * 60 * MINUTE);
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    const now = await standingOf(one);
    expect(now.verified).toEqual([minuteOf(from), minuteOf(from)]);
    const { number } = await restored(world, before);
    expect(standingIn(await number(one))).toEqual(now);
  });

  it('is not taken back by the answer to an earlier question that came later, nor what the backup has', async () => {
    const { world, one } = await served();
    await silent(world, one, 950);
    const early = backup(world);
    world.clock.advance(2 * MINUTE);
    await one.verify({}, seedOf(951));
    const late = backup(world);
    world.clock.advance(MINUTE);
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    const now = await standingOf(one);
    for (const before of [early, late]) {
      const { number } = await restored(world, before);
      expect(standingIn(await number(one))).toEqual(now);
    }
  });
});

describe('a timeline that ran', () => {
  it('is named where the log is not whole, for nobody knows whether it was stopped since', async () => {
    const { world, one } = await served();
    await find(world, one, 1);
    const before = backup(world);
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(950));
    const { lost, timeline } = await restored(world, before, { isLogWhole: false, events: [] });
    expect(lost).toEqual([
      {
        tenant: TENANT,
        id: one.subscriptionId,
        what: expect.stringMatching(/timeline of wrong-information/),
      },
    ]);
    expect((await timeline(one))?.nextAt).toBeDefined();
    const known = await restored(world, before, { isLogWhole: false });
    expect([known.lost, (await known.timeline(one))?.nextAt]).toEqual([[], undefined]);
    expect((await restored(world, before, { events: [] })).lost).toEqual([]);
  });

  it('is named too where it is made again by what is left of the log', async () => {
    const { world, one } = await served();
    const before = backup(world);
    await find(world, one, 1);
    await one.move({ name: 'hold', cause: WRONG, level: 'one-way' });
    const { lost, timeline } = await restored(world, before, { isLogWhole: false });
    expect((await timeline(one))?.nextAt).toBeDefined();
    expect(lost).toMatchObject([{ id: one.subscriptionId, what: expect.stringContaining('timeline') }]);
  });

  it('is not named of a number that has ended since', async () => {
    const { world, one } = await served();
    await find(world, one, 1);
    const before = backup(world);
    await one.move({ name: 'end', cause: 'holder-request' }, 'registrar');
    expect((await restored(world, before, { isLogWhole: false })).lost).toEqual([]);
  });
});

describe('a number of which something was taken back since the backup', () => {
  it('is no longer held, and its timeline is over, with the last of what was found', async () => {
    const { world, one } = await served();
    const [first, second] = [await find(world, one, 1), await find(world, one, 2)];
    await one.move({ name: 'hold', cause: WRONG, level: 'one-way' });
    const before = backup(world);
    world.clock.advance(MINUTE);
    const { subscriptionId } = one;
    const withdraw = (findingId: string) =>
      world.findings().withdrawFinding(REGISTRAR, { subscriptionId, findingId });
    await withdraw(first.findingId);
    const stands = await restored(world, before);
    expect((await stands.number(one)).standing.state).toBe('suspended-one-way');
    expect((await stands.timeline(one))?.nextAt).toBeDefined();
    const { withdrawnAt } = (await stands.finding(one, first.findingId)) ?? {};
    expect(minuteOf(withdrawnAt)).toBe(minuteOf(world.clock.now()));
    expect((await stands.finding(one, second.findingId))?.withdrawnAt).toBeUndefined();
    await withdraw(second.findingId);
    const { number, timeline, workOff: work } = await restored(world, before);
    expect(standingIn(await number(one))).toEqual(await standingOf(one));
    expect((await number(one)).standing.state).toBe('active');
    expect((await timeline(one))?.run.stopped?.cause).toBe('finding-withdrawn');
    world.clock.advance(60 * DAY);
    expect(await work()).toMatchObject({ failed: 0 });
    expect((await number(one)).standing.state).toBe('active');
  });
});

describe('a number that waited for its verification', () => {
  it('is not ended where the log is not whole, and is named, for nobody knows whether it had service', async () => {
    const { world, one } = await opened();
    const before = backup(world);
    world.clock.advance(MINUTE);
    await one.verify();
    const { number, lost, workOff: work } = await restored(world, before, { isLogWhole: false, events: [] });
    expect(lost).toEqual([
      {
        tenant: TENANT,
        id: one.subscriptionId,
        what: expect.stringContaining('waited for its verification'),
      },
    ]);
    world.clock.set(verifiedBy(world.clock.now()) + DAY);
    expect(await work()).toMatchObject({ failed: 0 });
    expect((await number(one)).standing.state).toBe('pending');
  });

  it('is known to have service where what is left of the log says so', async () => {
    const { world, one } = await opened();
    const before = backup(world);
    await one.verify();
    const { number, lost } = await restored(world, before, { isLogWhole: false });
    expect([lost, (await number(one)).standing.state]).toEqual([[], 'active']);
  });

  it('ends in time where the log is whole and nobody verified its holder', async () => {
    const { world, one } = await opened();
    const before = backup(world);
    const { number, lost, workOff: work } = await restored(world, before);
    expect(lost).toEqual([]);
    world.clock.set(verifiedBy(world.clock.now()) + DAY);
    expect(await work()).toMatchObject({ failed: 0 });
    expect((await number(one)).standing.state).toBe('terminated');
  });
});
