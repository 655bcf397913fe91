import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { acts, B, callWorld, MINUTE, X } from './call-world.ts';

const NOTHING = { expired: 0, ended: 0, revoked: 0, forgotten: 0, open: 0, failed: 0, remaining: false };

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
});
