import { StoreUnavailable } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { SEGMENTS, sweepRetention } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { drawn } from '../support/interleaved.ts';
import { none, number, one } from '../support/planted-people.ts';
import { seedOf, TENANT } from './registry-world.ts';
import {
  begun,
  countsOf,
  few,
  mortalPorts,
  NEVER,
  OFFICER,
  planted,
  shown,
  sweepWorld,
  type SweepWorld,
} from './sweep-world.ts';

const DAY = 86_400_000;

const expected = planted.flatMap(({ hits }) => hits);

const expectedOfFew = few.flatMap(({ hits }) => hits);

/** Whether nothing is under way, and nothing left to be cleared away. */
const isOver = (world: SweepWorld): boolean =>
  world.items('registry-sweeps').every(({ key, item }) => key.partition !== 'SWR' && item.hasFacts !== true);

const expectWhole = async (world: SweepWorld, sweepId: string): Promise<void> => {
  expect(shown(await world.hitsOf(sweepId))).toEqual(shown(expectedOfFew));
  expect(await world.readSweep({ tenant: TENANT, sweepId })).toMatchObject({
    state: 'finished',
    segments: { done: 256, of: 256 },
    buckets: { done: 8, of: 8 },
    people: few.flatMap(({ persons }) => persons).length + 1,
    numbers: few.flatMap(({ persons }) => persons.flatMap(({ subscriptions }) => subscriptions)).length,
    hits: countsOf(expectedOfFew),
  });
  const changes = world
    .events()
    .filter(({ api }) => api.operation === 'registry.sweep')
    .map(({ unmapped }) => unmapped.change);
  expect(changes).toEqual(['begun', 'finished']);
  // Nothing is left of facts, nor of what counts for nothing.
  const blobs = [...world.blobs.stored.keys()];
  expect(blobs.filter((name) => !name.includes('/hits/'))).toEqual([]);
  // Of each part one of each rule that found something: there are few hits.
  const found = world.items('registry-sweeps').flatMap(({ item }) => Object.keys(item.hits ?? {}));
  expect(blobs).toHaveLength(found.length);
  const keys = world.items('registry-sweeps').filter(({ key }) => key.partition.startsWith('SWK#'));
  expect(keys.map(({ key }) => key.sort)).toEqual(['hits']);
};

describe('a sweep of the registry', () => {
  it('finds in the store all that is planted among honest people, and nothing else', async () => {
    const world = sweepWorld();
    await world.peopleAre(400, 8);
    await world.plant(planted);
    const sweepId = await world.begin(seedOf(1));
    expect(await world.workSweeps(NEVER)).toEqual({ finished: 1, faults: [] });
    const hits = await world.hitsOf(sweepId);
    expect(shown(hits)).toEqual(shown(expected));
    expect(new Set(hits.map(({ key }) => key)).size).toBe(hits.length);
    expect(await world.readSweep({ tenant: TENANT, sweepId })).toMatchObject({
      startedAt: REGISTRY_NOW,
      state: 'finished',
      segments: { done: 256, of: 256 },
      buckets: { done: 1, of: 1 },
      hits: countsOf(expected),
    });
  });

  it('finds the same in several buckets, and an empty one makes no blob', async () => {
    const { world, sweepId } = await begun();
    for (const segment of SEGMENTS) await world.sweepSegment({ tenant: TENANT, sweepId }, segment);
    const names = [...world.blobs.stored.keys()].filter((name) => name.includes('/facts/'));
    expect(new Set(names.map((name) => name.split('/').at(-2))).size).toBe(8);
    expect(names.length).toBeLessThan(8 * SEGMENTS.length);
    await world.workSweeps(NEVER);
    await expectWhole(world, sweepId);
  });

  it('is whole after any number of deaths at any write, of one worker or of two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = drawn(seed);
        const { world, sweepId } = await begun();
        const ports = { table: world.memory, blobs: world.blobs };
        const work = (): Promise<{ readonly finished: number }> => {
          const lives = mortalPorts(ports, Math.floor(draw() * 200), draw() < 0.5 ? 'lost' : 'applied');
          return world
            .process(lives.table, lives.blobs)
            .workSweeps(NEVER)
            .catch(() => ({ finished: 0 }));
        };
        for (let runs = 0; runs < 200; runs++) {
          if (isOver(world)) break;
          await Promise.all(draw() < 0.5 ? [work()] : [work(), work()]);
        }
        await expectWhole(world, sweepId);
        expect(isOver(world)).toBe(true);
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it('is whole after a death at each of its last writes', async () => {
    const whole = await begun();
    const counting = mortalPorts(
      { table: whole.world.memory, blobs: whole.world.blobs },
      Number.POSITIVE_INFINITY,
      'lost',
    );
    await whole.world.process(counting.table, counting.blobs).workSweeps(NEVER);
    expect(counting.made()).toBeGreaterThan(256);
    for (const back of [1, 2, 3, 9, 50, 100, 105, 110])
      for (const fate of ['lost', 'applied'] as const) {
        const { world, sweepId } = await begun();
        const ports = { table: world.memory, blobs: world.blobs };
        const dying = mortalPorts(ports, counting.made() - back, fate);
        await world
          .process(dying.table, dying.blobs)
          .workSweeps(NEVER)
          .catch(() => undefined);
        await world.workSweeps(NEVER);
        await expectWhole(world, sweepId);
      }
  }, 120_000);

  it('is begun once by the same wish, lost or not, and not while another is under way', async () => {
    const world = sweepWorld();
    for (const fate of ['lost', 'applied'] as const) {
      const dying = mortalPorts({ table: world.memory, blobs: world.blobs }, 0, fate);
      await expect(world.process(dying.table).beginSweep(OFFICER, seedOf(1))).rejects.toThrow(/told to/);
    }
    const { sweepId, receipt } = await world.beginSweep(OFFICER, seedOf(1));
    expect(await world.beginSweep(OFFICER, seedOf(1))).toMatchObject({ sweepId, receipt });
    await expect(world.beginSweep(OFFICER, seedOf(2))).rejects.toMatchObject({
      code: 'SUBSCRIBER.SWEEP_RUNNING',
    });
    const events = world.events().filter(({ api }) => api.operation === 'registry.sweep');
    expect(events).toHaveLength(1);
    expect(events[0]?.unmapped.groups).toContain('identity');
    await world.workSweeps(NEVER);
    await expect(world.beginSweep(OFFICER, seedOf(2))).resolves.toMatchObject({});
  });

  it('goes on where its time was over', async () => {
    const { world, sweepId } = await begun();
    const run = async (): Promise<number> => {
      let asked = 0;
      return (await world.workSweeps(() => (asked += 1) > 60)).finished;
    };
    let runs = 0;
    for (; runs < 100 && (await run()) === 0; runs++);
    expect(runs).toBeGreaterThan(3);
    await expectWhole(world, sweepId);
  });

  it('judges no bucket before all segments are swept, and ends not before all are judged', async () => {
    const { world, sweepId } = await begun();
    const name = { tenant: TENANT, sweepId };
    for (const segment of SEGMENTS.slice(1)) await world.sweepSegment(name, segment);
    expect(await world.judgeBucket(name, '0000')).toBe('unfinished');
    expect(await world.finishSweep(name)).toBe('unfinished');
    await world.sweepSegment(name, '00');
    expect(await world.sweepSegment(name, '00')).toBe('done');
    expect(await world.judgeBucket(name, '0000')).toBe('done');
    expect(await world.finishSweep(name)).toBe('unfinished');
    await world.workSweeps(NEVER);
    for (const again of [
      world.sweepSegment(name, '00'),
      world.judgeBucket(name, '0000'),
      world.finishSweep(name),
    ])
      expect(await again).toBe('over');
    await expectWhole(world, sweepId);
  });

  it('ends without waiting for what is cleared away, which goes on run by run, several at a time', async () => {
    const { world, sweepId } = await begun();
    const name = { tenant: TENANT, sweepId };
    for (const segment of SEGMENTS) await world.sweepSegment(name, segment);
    // A run that counts for nothing had written hits; and nothing can be deleted for a while.
    const stray = `sweeps/${TENANT}/${sweepId}/hits/segment-00.0000000000000000/document-of-many-0000`;
    world.blobs.stored.set(stray, new Uint8Array(1));
    const idle = world.process(world.memory, {
      ...world.blobs,
      delete: async () => {
        throw new StoreUnavailable('no deletions');
      },
    });
    const buckets = Array.from({ length: 8 }, (_, bucket) => `000${bucket}`);
    for (const bucket of buckets) await idle.judgeBucket(name, bucket).catch(() => undefined);
    expect(await idle.finishSweep(name)).toBe('done');
    expect(await world.readSweep(name)).toMatchObject({ state: 'finished' });
    // Nobody can read any more what is left of facts.
    expect(
      world
        .items('registry-sweeps')
        .some(({ key: { partition, sort } }) => partition.startsWith('SWK#') && sort === 'facts'),
    ).toBe(false);
    const left = (): number =>
      [...world.blobs.stored.keys()].filter((blob) => blob.includes('/facts/') || blob === stray).length;
    const before = left();
    expect(before).toBeGreaterThan(40);

    let [deleting, most] = [0, 0];
    const worker = world.process(world.memory, {
      ...world.blobs,
      delete: async (blob) => {
        deleting += 1;
        most = Math.max(most, deleting);
        await world.blobs.delete(blob);
        deleting -= 1;
      },
    });
    let asked = 0;
    expect(await worker.clearSweeps(() => (asked += 1) > 40, TENANT)).toBe(false);
    expect([left() > 0, left() < before]).toEqual([true, true]);
    expect(await worker.clearSweeps(NEVER, 'other')).toBe(true);
    expect(left()).toBeGreaterThan(0);
    expect(await worker.workSweeps(NEVER)).toEqual({ finished: 0, faults: [] });
    expect([left(), isOver(world)]).toEqual([0, true]);
    expect([most > 1, most <= 16]).toEqual([true, true]);
    await expectWhole(world, sweepId);
  });

  it('needs facts no longer than until their bucket is judged', async () => {
    const { world, sweepId } = await begun();
    const name = { tenant: TENANT, sweepId };
    for (const segment of SEGMENTS) await world.sweepSegment(name, segment);
    const kept = (): ReadonlySet<string | undefined> =>
      new Set(
        [...world.blobs.stored.keys()]
          .filter((blob) => blob.includes('/facts/'))
          .map((blob) => blob.split('/').at(-2)),
      );
    expect(kept()).toContain('0003');
    await world.judgeBucket(name, '0003');
    expect(kept()).not.toContain('0003');
    expect(kept().size).toBe(7);
    await world.workSweeps(NEVER);
    await expectWhole(world, sweepId);
  });

  it('fails where a blob of facts is gone or was written by somebody else, finds nothing by halves, and lets the next one begin', async () => {
    for (const harm of ['gone', 'unreadable'] as const) {
      const { world, sweepId } = await begun();
      const name = { tenant: TENANT, sweepId };
      for (const segment of SEGMENTS) await world.sweepSegment(name, segment);
      const [first, second] = [...world.blobs.stored.keys()].filter((blob) => blob.includes('/facts/'));
      if (first === undefined || second === undefined) throw new Error('no facts');
      if (harm === 'gone') world.blobs.stored.delete(first);
      else world.blobs.stored.set(first, world.blobs.stored.get(second) ?? new Uint8Array());
      const { finished, faults } = await world.workSweeps(NEVER);
      expect([finished, faults.map(String)]).toEqual([0, [`Error: facts of a sweep are ${harm}`]]);

      expect(await world.readSweep(name)).toMatchObject({ state: 'failed', failure: `facts-${harm}` });
      const ended = world.events().filter(({ api }) => api.operation === 'registry.sweep');
      expect(ended.map(({ unmapped, status_code }) => [unmapped.change, status_code])).toEqual([
        ['begun', undefined],
        ['failed', `facts-${harm}`],
      ]);
      // Nothing is left of facts, nor their key; what was found until then is shown, and nothing fails again.
      expect([...world.blobs.stored.keys()].filter((blob) => blob.includes('/facts/'))).toEqual([]);
      expect(
        world
          .items('registry-sweeps')
          .some(({ key }) => key.partition.startsWith('SWK#') && key.sort === 'facts'),
      ).toBe(false);
      const counts = Object.values((await world.readSweep(name)).hits);
      expect(await world.hitsOf(sweepId)).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
      expect([await world.judgeBucket(name, '0000'), await world.finishSweep(name)]).toEqual([
        'over',
        'over',
      ]);
      expect(await world.workSweeps(NEVER)).toEqual({ finished: 0, faults: [] });

      const next = await world.begin(seedOf(2));
      expect(await world.workSweeps(NEVER)).toEqual({ finished: 1, faults: [] });
      expect(shown(await world.hitsOf(next))).toEqual(shown(expectedOfFew));
    }
  });

  it('fails once, at whichever write its worker dies', async () => {
    for (const fate of ['lost', 'applied'] as const)
      for (const writes of [0, 1, 2]) {
        const { world, sweepId } = await begun();
        const name = { tenant: TENANT, sweepId };
        for (const segment of SEGMENTS) await world.sweepSegment(name, segment);
        for (const blob of world.blobs.stored.keys())
          if (blob.includes('/facts/')) world.blobs.stored.delete(blob);
        const dying = mortalPorts({ table: world.memory, blobs: world.blobs }, writes, fate);
        await world.process(dying.table, dying.blobs).workSweeps(NEVER);
        await world.workSweeps(NEVER);
        expect(await world.readSweep(name)).toMatchObject({ state: 'failed', failure: 'facts-gone' });
        const changes = world.events().map(({ unmapped }) => unmapped.change);
        expect(changes.filter((change) => change === 'failed')).toEqual(['failed']);
        expect(isOver(world)).toBe(true);
      }
  });

  it('reads whoever has more numbers than a page as one, leaves out who is erased, and what came later', async () => {
    const world = sweepWorld();
    const many = Array.from({ length: 900 }, (_, at) =>
      number(1 + at / 1_000, { contractKey: `contract ${at}` }),
    );
    await world.plant([
      none('many', many),
      one('later', ['portrait-without-time', 'x'], [number(1, { portrait: 'missing' })]),
    ]);
    const people = world.items('subscriber-keys');
    expect(people).toHaveLength(2);
    const count = async (seed: number): Promise<readonly [number, number, number]> => {
      const sweepId = await world.begin(seedOf(seed));
      await world.workSweeps(NEVER);
      const { people: swept, numbers, hits } = await world.readSweep({ tenant: TENANT, sweepId });
      return [swept, numbers, hits['portrait-without-time'] ?? 0];
    };
    expect(await count(1)).toEqual([2, 901, 1]);
    const later = world
      .items('subscribers')
      .filter(({ key }) => key.partition.startsWith('R#'))
      .find(
        ({ key, item }) => key.sort.includes('#subscription#') && item.registeredAt === many[0]?.registeredAt,
      );
    if (later === undefined) throw new Error('no number');
    await world.memory.write({ kind: 'update', key: later.key, set: { recordedAt: REGISTRY_NOW + 1 } });
    const erased = people.find(({ key }) => !later.key.sort.startsWith(key.sort));
    if (erased === undefined) throw new Error('nobody');
    await world.memory.write({ kind: 'delete', key: erased.key });
    const [swept, numbers] = await count(2);
    expect([swept, numbers]).toEqual([1, 899]);
  });

  it('is known for as long as its policy says, and the next one takes its blobs away', async () => {
    const { world, sweepId } = await begun();
    await world.workSweeps(NEVER);
    const days = sweepRetention[0]?.value ?? 0;
    world.clock.set(REGISTRY_NOW + days * DAY - 60_000);
    expect((await world.hitsOf(sweepId)).length).toBe(expectedOfFew.length);
    world.clock.set(REGISTRY_NOW + days * DAY + 1_000);
    await expect(world.readSweep({ tenant: TENANT, sweepId })).rejects.toMatchObject({
      code: 'SUBSCRIBER.SWEEP_UNKNOWN',
    });
    await expect(world.hitsOf(sweepId)).rejects.toMatchObject({ code: 'SUBSCRIBER.SWEEP_UNKNOWN' });
    const next = await world.beginSweep(OFFICER, seedOf(2));
    await world.workSweeps(NEVER);
    const ids = new Set([...world.blobs.stored.keys()].map((name) => name.split('/')[2]));
    expect([...ids]).toEqual([next.sweepId]);
    const laid = world.items('registry-sweeps').filter(({ key }) => key.partition === 'SWL');
    expect(laid.map(({ key, item }) => [key.sort, item.hasFacts])).toEqual([
      [`${TENANT}#${next.sweepId}`, false],
    ]);
  });

  it('goes by itself once nothing is known of it any more, its blobs first, and is forgotten by the store where nobody sweeps again', async () => {
    const { world } = await begun();
    await world.workSweeps(NEVER);
    const days = sweepRetention[0]?.value ?? 0;
    const over = REGISTRY_NOW / 1_000 + days * 86_400;
    // Whatever the store has of it, it forgets: what leads to blobs goes a week after the bucket has let them go.
    const ends = world
      .items('registry-sweeps')
      .map(({ key, item }) => [key.partition, item.expiresAtSeconds]);
    for (const [partition, expires] of ends)
      expect([partition, Number(expires) - Math.ceil(over)]).toEqual([
        partition,
        partition === 'SWL' ? 7 * 86_400 : 0,
      ]);
    world.clock.set(REGISTRY_NOW + days * DAY + 1_000);
    expect(await world.workSweeps(NEVER)).toEqual({ finished: 0, faults: [] });
    expect([...world.blobs.stored.keys()]).toEqual([]);
    expect(world.items('registry-sweeps').filter(({ key }) => key.partition === 'SWL')).toEqual([]);
  });

  it('that nobody worked off stands in nobody’s way once it is forgotten', async () => {
    const { world } = await begun();
    world.clock.advance(400 * DAY);
    await expect(world.beginSweep(OFFICER, seedOf(2))).resolves.toMatchObject({});
    expect(await world.workSweeps(NEVER)).toEqual({ finished: 1, faults: [] });
  });

  it('is another tenant’s to nobody', async () => {
    const { world, sweepId } = await begun();
    await world.workSweeps(NEVER);
    const name = { tenant: 'other', sweepId };
    expect(await world.sweepSegment(name, '00')).toBe('over');
    await expect(world.readSweep(name)).rejects.toMatchObject({ code: 'SUBSCRIBER.SWEEP_UNKNOWN' });
    const key = keyOf('registry-sweeps', 'runningSweep', { tenant: TENANT });
    expect(await world.memory.get(key)).toBeUndefined();
  });
});
