import { operatorSimulator } from '@temkin/operator';
import { describe, expect, it } from 'vitest';
import { withinPatience } from '../../packages/capabilities/caller-id/src/usecases/within-patience.ts';
import { FATES } from '../support/failing-writes.ts';
import { testClock } from '../support/test-clock.ts';
import { watchedTable } from '../support/watched-table.ts';
import { A, acts, B, callWorld, MINUTE, X } from './call-world.ts';

const NOTHING = { expired: 0, ended: 0, revoked: 0, forgotten: 0, open: 0, failed: 0, remaining: false };

/** An id in a partition of what is due. */
const idIn = (shard: string): string => crypto.randomUUID().slice(0, -1) + shard;

it('a network that has failed one company often is asked for others still', async () => {
  const asked: string[] = [];
  const network = withinPatience({
    ...operatorSimulator({ clock: testClock(0) }),
    release: ({ tenant }) => {
      asked.push(tenant);
      return tenant === 'hangs' ? Promise.reject(new Error('no answer')) : Promise.resolve();
    },
  });
  const ask = (tenant: string) =>
    network.release({ tenant, lineId: 'binding/1' }, AbortSignal.timeout(1_000));
  for (let i = 0; i < 20; i += 1) await expect(ask('hangs')).rejects.toThrow(/no answer|too often/);
  await expect(ask('works')).resolves.toBeUndefined();
  expect([asked.filter((tenant) => tenant === 'hangs').length, asked.at(-1)]).toEqual([16, 'works']);
});

/** Calls of `s1` and so on that are over, whose recipients may call back no more, each with a line. */
const overWithLines = async (world: ReturnType<typeof callWorld>, calls: number): Promise<void> => {
  for (let i = 0; i < calls; i += 1) {
    const call = { intentId: idIn('0'), shipper: `s${i}`, recipientHash: `h${i}` };
    await world.declare({ ...call, state: 'ringing', lineId: `binding/of-${i}` });
    await world.hear(call.intentId, 'ended');
  }
  world.clock.advance(241 * MINUTE);
};

describe('the sweep of declared calls', () => {
  it('leaves alone what is neither due nor anybody’s who may not call', async () => {
    const world = callWorld();
    const id = await world.declare();
    expect(await world.sweep()).toEqual(NOTHING);
    expect([(await world.intent(id)).state, await world.hasKey(id), world.events()]).toEqual([
      'created',
      true,
      [],
    ]);
  });

  it.each(['created', 'announced'] as const)(
    'expires a call that did not ring in two minutes: %s',
    async (state) => {
      const world = callWorld();
      const id = await world.declare({ state });
      world.clock.advance(2 * MINUTE);
      expect(await world.sweep()).toEqual({ ...NOTHING, expired: 1 });
      const { endedAt, ringBy } = await world.intent(id);
      expect(endedAt).toBe(ringBy);
      // Nobody was rung by it, so nobody calls back.
      expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1 });
      expect([await world.hasKey(id), world.due()]).toEqual([false, 0]);
      expect(acts(world.events())).toEqual(['call.expire expired', 'call.forget key']);
    },
  );

  it.each(['ringing', 'answered'] as const)(
    'ends a call after half an hour, whatever anybody reports: %s',
    async (state) => {
      const world = callWorld();
      const id = await world.declare({ state });
      world.clock.advance(29 * MINUTE);
      expect(await world.sweep()).toEqual(NOTHING);
      world.clock.advance(MINUTE);
      expect(await world.sweep()).toEqual({ ...NOTHING, ended: 1 });
      expect((await world.intent(id)).endedAt).toBe((await world.intent(id)).endBy);
    },
  );

  it('releases the line and destroys the number once nobody may call back any more, on record', async () => {
    const world = callWorld();
    const id = await world.declare();
    await world.open(id);
    await world.hear(id, 'ringing');
    await world.hear(id, 'ended');
    world.clock.advance(239 * MINUTE);
    expect(await world.sweep()).toEqual(NOTHING);
    expect(world.operator.dial(B, X)).toMatchObject({ outcome: 'answered' });
    world.clock.advance(MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1 });
    expect([await world.hasKey(id), world.operator.bound, world.due()]).toEqual([false, [], 0]);
    expect(await world.sweep()).toEqual(NOTHING);
  });

  it('reads no call that is over before it is due, for each would be read thirty times', async () => {
    const requests: string[] = [];
    const world = callWorld({ table: (table) => watchedTable(table, requests) });
    const id = await world.declare();
    await world.hear(id, 'ringing');
    await world.hear(id, 'ended');
    world.clock.advance(239 * MINUTE);
    requests.splice(0);
    await world.sweep();
    expect(requests.filter((request) => !request.startsWith('query '))).toEqual([]);
  });

  it('destroys the number where the network does not answer, and says that a line was left to end by itself', async () => {
    const world = callWorld();
    const id = await world.declare();
    await world.open(id);
    await world.hear(id, 'ringing');
    await world.hear(id, 'ended');
    world.operator.behave('release', 'fails');
    world.clock.advance(241 * MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1, open: 1 });
    expect(await world.hasKey(id)).toBe(false);
    world.clock.advance(31 * MINUTE);
    expect(world.operator.dial(B, X)).toEqual({ outcome: 'unknown-number' });
  });

  it.each(['created', 'announced', 'ringing', 'answered'] as const)(
    'revokes the live call of a shipper who may not call any more, and ends its line at once: %s',
    async (state) => {
      const world = callWorld();
      const id = await world.declare();
      await world.open(id);
      if (state === 'ringing' || state === 'answered') await world.hear(id, state);
      world.suspended.add('shipper-1');
      expect(await world.sweep()).toEqual({ ...NOTHING, revoked: 1 });
      expect([(await world.intent(id)).state, world.operator.bound, world.operator.calls]).toEqual([
        'revoked',
        [],
        [],
      ]);
      expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1 });
      expect(await world.hasKey(id)).toBe(false);
    },
  );

  it('asks a network again, each time, that did not end the line of a call which was over early', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    await world.open(id);
    world.operator.behave('release', 'fails');
    world.suspended.add('shipper-1');
    expect(await world.sweep()).toEqual({ ...NOTHING, revoked: 1 });
    expect(await world.sweep()).toEqual({ ...NOTHING, open: 1 });
    expect(world.operator.dial(A, X)).toMatchObject({ reached: B });
    world.operator.behave('release', 'works');
    expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1 });
    expect([world.operator.bound, await world.hasKey(id), world.due()]).toEqual([[], false, 0]);
  });

  it('keeps no number for that longer than for a call back', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    await world.open(id);
    world.operator.behave('release', 'fails');
    world.clock.advance(2 * MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, expired: 1 });
    world.clock.advance(239 * MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, open: 1 });
    world.clock.advance(MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, forgotten: 1, open: 1 });
    expect([await world.hasKey(id), world.due()]).toEqual([false, 0]);
    world.clock.advance(30 * MINUTE);
    expect(world.operator.bound).toEqual([]);
  });

  it('leaves a call that is over to its recipient, whoever was suspended since', async () => {
    const world = callWorld();
    const id = await world.declare();
    await world.hear(id, 'answered');
    await world.hear(id, 'ended');
    world.suspended.add('shipper-1');
    expect(await world.sweep()).toEqual(NOTHING);
    expect((await world.intent(id)).state).toBe('ended');
  });

  it('does each thing once, however many sweep at once, and however late', async () => {
    const world = callWorld();
    for (const shipper of ['s1', 's2', 's3', 's4', 's5'])
      await world.declare({ shipper, recipientHash: `of-${shipper}`, state: 'answered' });
    world.clock.advance(24 * 60 * MINUTE);
    for (let times = 0; times < 3; times += 1)
      await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(acts(world.events()).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'call.expire ended'),
      ...Array.from({ length: 5 }, () => 'call.forget key'),
    ]);
    expect(world.due()).toBe(0);
  });

  it.each(Object.entries(FATES))('finds again what a run left whose write was %s', async (_, fate) => {
    const world = callWorld();
    const id = await world.declare();
    for (const advance of [2, 0]) {
      world.clock.advance(advance * MINUTE);
      world.staged.once(fate);
      expect((await world.sweep()).failed).toBe(1);
    }
    for (let times = 0; times < 2; times += 1) await world.sweep();
    expect([(await world.intent(id)).state, await world.hasKey(id), world.due()]).toEqual([
      'expired',
      false,
      0,
    ]);
    expect(acts(world.events())).toEqual(['call.expire expired', 'call.forget key']);
  });

  it('lets no call that fails stop another', async () => {
    const world = callWorld();
    const [bad, good] = [
      await world.declare({ shipper: 's1', recipientHash: 'h1' }),
      await world.declare({ shipper: 's2', recipientHash: 'h2' }),
    ];
    world.clock.advance(3 * MINUTE);
    world.staged.stage((commit, writes) =>
      writes.some(({ kind, ...write }) => kind !== 'check' && JSON.stringify(write).includes(bad))
        ? Promise.reject(new Error('broken'))
        : commit(),
    );
    expect(await world.sweep()).toEqual({ ...NOTHING, expired: 1, failed: 1 });
    expect([(await world.intent(bad)).state, (await world.intent(good)).state]).toEqual([
      'created',
      'expired',
    ]);
  });

  it('begins nothing after its time, and says that something is left', async () => {
    const world = callWorld();
    const id = await world.declare();
    world.clock.advance(3 * MINUTE);
    expect(await world.sweepUntil(world.clock.now())).toEqual({ ...NOTHING, remaining: true });
    expect((await world.intent(id)).state).toBe('created');
  });

  it('gets to the calls of other partitions where one cannot be read', async () => {
    const world = callWorld({
      table: (table) => ({
        ...table,
        query: (asked) =>
          asked.partition === 'CD#3' ? Promise.reject(new Error('throttled')) : table.query(asked),
      }),
    });
    const id = await world.declare({ intentId: idIn('f') });
    world.clock.advance(3 * MINUTE);
    expect(await world.sweep()).toEqual({ ...NOTHING, expired: 1, failed: 1 });
    expect((await world.intent(id)).state).toBe('expired');
  });

  it.each(['0', '7', 'f'])('gets to every partition where a run has time for a few: %s', async (shard) => {
    const world: ReturnType<typeof callWorld> = callWorld({
      table: (table) => ({
        ...table,
        query: (asked) => {
          if (asked.partition.startsWith('CD#')) world.clock.advance(10_000);
          return table.query(asked);
        },
      }),
    });
    const id = await world.declare({ intentId: idIn(shard) });
    for (let runs = 0; runs < 32; runs += 1) {
      world.clock.advance(MINUTE);
      await world.sweepUntil(world.clock.now() + 45_000);
    }
    expect((await world.intent(id)).state).toBe('expired');
  });

  it('revokes first, and has no line of a call that is over wait before that', async () => {
    const world: ReturnType<typeof callWorld> = callWorld({
      network: (network) => ({
        ...network,
        release: async () => {
          world.clock.advance(10_000);
        },
      }),
    });
    await overWithLines(world, 20);
    const live = await world.declare({ intentId: idIn('0') });
    world.suspended.add('shipper-1');
    await world.sweepUntil(world.clock.now() + 25_000);
    expect((await world.intent(live)).state).toBe('revoked');
  });

  it('asks a network that fails a few times in a run, and destroys every number that is due', async () => {
    let asked = 0;
    const world: ReturnType<typeof callWorld> = callWorld({
      network: (network) => ({
        ...network,
        release: () => {
          asked += 1;
          world.clock.advance(1_000);
          return Promise.reject(new Error('the network hangs'));
        },
      }),
    });
    await overWithLines(world, 100);
    expect(await world.sweepUntil(world.clock.now() + 45_000)).toEqual({
      ...NOTHING,
      forgotten: 100,
      open: 100,
    });
    expect(asked).toBeLessThan(40);
  });
});
