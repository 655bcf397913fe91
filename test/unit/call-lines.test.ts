import { Refusal } from '@temkin/kernel';
import type { CallMode } from '@temkin/caller-id/domain';
import { describe, expect, it } from 'vitest';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { A, acts, B, C, callWorld, MINUTE, TENANT, X } from './call-world.ts';

describe('a branded call', () => {
  it('is announced, rings both ends under the number of the pool, and leaves nothing to dial', async () => {
    const world = callWorld();
    const id = await world.declare();
    const screens: unknown[] = [];
    world.operator.connect(B, { rings: (call) => (screens.push(call), 'answers') });
    const { intent, dial } = await world.open(id);
    expect([intent.state, intent.mode, dial]).toEqual(['announced', 'branded', undefined]);
    expect(await world.intent(id)).toMatchObject({ state: 'announced', lineId: intent.lineId });
    expect(screens).toEqual([{ shows: X, displayName: 'Bưu điện Demo', reason: 'Giao bưu phẩm' }]);
    expect(world.operator.announced[0]?.timeToLiveSeconds).toBe(60);
    expect(acts(world.events())).toEqual(['call.announce branded']);
  });

  it('can be called back for as long as calls may be, and no longer', async () => {
    const world = callWorld();
    const { intent } = await world.open(await world.declare());
    expect(world.operator.dial(B, X)).toMatchObject({ reached: A });
    expect(world.operator.bound[0]?.expiresAt).toBe(intent.endBy + 240 * MINUTE);
    expect(world.operator.dial(C, X)).toEqual({ outcome: 'unknown-number' });
  });
});

describe('a network that does not do what was declared', () => {
  const DECLARED: readonly (readonly [
    string,
    CallMode,
    readonly ('announce' | 'bind' | 'ringBack')[],
    CallMode,
    boolean,
  ])[] = [
    ['it shows no names', 'branded', ['announce'], 'branded', false],
    ['it rings nobody back', 'branded', ['ringBack'], 'masked', true],
    ['it masks nothing', 'branded', ['bind'], 'branded', false],
    ['it masks nothing and rings nobody back', 'branded', ['bind', 'ringBack'], 'data', true],
    ['it masks nothing', 'masked', ['bind'], 'data', true],
    ['it masks nothing', 'own-sim', ['bind'], 'own-sim', true],
  ];
  it.each(DECLARED)(
    'has the call made by the next mode: %s (%s)',
    async (_, mode, without, becomes, dials) => {
      for (const how of ['unsupported', 'fails'] as const) {
        const world = callWorld();
        for (const service of without) world.operator.behave(service, how);
        const { intent, dial } = await world.open(await world.declare({ mode }));
        expect([intent.mode, dial]).toEqual([becomes, dials ? X : undefined]);
        expect((await world.intent(intent.intentId)).mode).toBe(becomes);
      }
    },
  );

  it('leaves a call as it was declared where it does nothing at all', async () => {
    const world = callWorld();
    for (const service of ['announce', 'bind', 'ringBack'] as const) world.operator.behave(service, 'fails');
    const { intent, dial } = await world.open(await world.declare({ mode: 'own-sim' }));
    expect([intent.state, intent.mode, dial]).toEqual(['created', 'own-sim', X]);
    expect(world.events()).toEqual([]);
  });

  it('is asked once more where it does not say whether it has bound a number', async () => {
    let asked = 0;
    const world = callWorld({
      network: (network) => ({
        ...network,
        bind: async (binding, signal) => {
          const verdict = await network.bind(binding, signal);
          if ((asked += 1) === 1) throw new Error('the network hung up');
          return verdict;
        },
      }),
    });
    const { intent } = await world.open(await world.declare({ mode: 'masked' }));
    expect([intent.mode, intent.lineId !== undefined, world.operator.bound.length]).toEqual([
      'masked',
      true,
      1,
    ]);
  });
});

it('asks a network once more that does not say whether it rings both ends, so that what it does can be ended', async () => {
  let asked = 0;
  const world = callWorld({
    network: (network) => ({
      ...network,
      ringBack: async (call, signal) => {
        const verdict = await network.ringBack(call, signal);
        if ((asked += 1) === 1) throw new Error('the network hung up');
        return verdict;
      },
    }),
  });
  const id = await world.declare();
  const { intent, dial } = await world.open(id);
  expect([intent.mode, dial, world.operator.calls.length]).toEqual(['branded', undefined, 1]);
  world.suspended.add('shipper-1');
  await world.sweep();
  expect([(await world.intent(id)).state, world.operator.calls]).toEqual(['revoked', []]);
});

describe('a shipper whose own line is not known', () => {
  it.each([
    ['branded', 'data'],
    ['masked', 'data'],
    ['own-sim', 'own-sim'],
  ] as const)('calls without a binding: %s becomes %s', async (mode, becomes) => {
    const world = callWorld({ line: () => undefined });
    const { intent, dial } = await world.open(await world.declare({ mode }));
    expect([intent.mode, dial, world.operator.bound]).toEqual([becomes, X, []]);
  });
});

describe('a number of the pool that is bound already', () => {
  it('is freed by the call that is over, so that the one who was called last calls back', async () => {
    const world = callWorld();
    const first = await world.declare({ mode: 'masked' });
    await world.open(first);
    await world.hear(first, 'ringing');
    await world.hear(first, 'ended');
    const second = await world.declare({ mode: 'masked', recipientHash: 'hash-of-c' });
    const { intent } = await world.open(second, C);
    expect(intent.mode).toBe('masked');
    expect(world.operator.dial(A, X)).toMatchObject({ reached: C });
    expect(world.operator.dial(B, X)).toEqual({ outcome: 'unknown-number' });
  });

  it.each([
    ['it ends the former line', 'works', X, 'unknown-number'],
    ['it does not', 'fails', undefined, 'answered'],
  ] as const)(
    'is not dialled where the network binds it to nobody else and it may reach the former: %s',
    async (_, release, dialled, outcome) => {
      const world = callWorld();
      const first = await world.declare({ mode: 'masked' });
      await world.open(first);
      await world.hear(first, 'answered');
      await world.hear(first, 'ended');
      world.operator.behave('bind', 'fails');
      world.operator.behave('release', release);
      const { dial } = await world.open(
        await world.declare({ mode: 'masked', recipientHash: 'hash-of-c' }),
        C,
      );
      expect([dial, world.operator.dial(A, X).outcome]).toEqual([dialled, outcome]);
    },
  );

  it('is not dialled where nobody here knows for which call it is bound, be it that two shippers have had one telephone', async () => {
    const world = callWorld({ line: () => A });
    const first = await world.declare({ mode: 'masked' });
    await world.open(first);
    await world.hear(first, 'answered');
    await world.hear(first, 'ended');
    const other = await world.declare({ mode: 'masked', shipper: 'shipper-2', recipientHash: 'hash-of-c' });
    const { intent, dial } = await world.open(other, C);
    expect(world.operator.dial(A, X)).toMatchObject({ reached: B });
    expect([intent.mode, dial]).toEqual(['data', undefined]);
  });

  it('is taken from no call that is live', async () => {
    const world = callWorld({ line: () => A });
    await world.open(await world.declare({ mode: 'masked' }));
    const other = await world.declare({ mode: 'masked', shipper: 'shipper-2', recipientHash: 'hash-of-c' });
    const { intent } = await world.open(other, C);
    expect(intent.mode).toBe('data');
    expect(world.operator.dial(A, X)).toMatchObject({ reached: B });
  });
});

describe('a line that cannot be put on record', () => {
  it.each([
    ['the store is down', down],
    ['the write is lost', cut],
  ])('is ended again, and the call stands as declared: %s', async (_, stage) => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    world.staged.once(stage);
    const { intent, dial } = await world.open(id);
    expect([intent.state, dial, world.operator.bound]).toEqual(['created', X, []]);
    expect((await world.intent(id)).lineId).toBeUndefined();
  });

  it('stays where the write was applied and only the answer lost', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    world.staged.once(unconfirmed);
    const { intent } = await world.open(id);
    expect([intent.state, world.operator.bound.length]).toEqual(['announced', 1]);
  });

  it('is ended where the call was revoked meanwhile', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    world.staged.inBetween(async () => {
      world.suspended.add('shipper-1');
      await world.sweep();
    });
    const { intent } = await world.open(id);
    expect([intent.state, world.operator.bound]).toEqual(['revoked', []]);
    expect((await world.intent(id)).state).toBe('revoked');
  });

  it('leaves nothing to dial where the call was over before', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'branded' });
    // The shipper does not take the call of the network, which says so before we know that it called.
    world.staged.inBetween(() => world.hear(id, 'failed'));
    const { intent, dial } = await world.open(id);
    expect([intent.state, dial, world.operator.bound]).toEqual(['expired', undefined, []]);
  });

  it('stays with a call whose telephone rings before it is on record', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'branded' });
    world.staged.inBetween(() => world.hear(id, 'ringing'));
    const { intent } = await world.open(id);
    expect(intent.state).toBe('ringing');
    expect((await world.intent(id)).lineId).toBe(intent.lineId);
  });

  it('is ended where the shipper is refused meanwhile, who is told so', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    world.staged.once(() => Promise.reject(new Refusal('ACCESS.CHANGED')));
    await expect(world.open(id)).rejects.toMatchObject({ code: 'ACCESS.CHANGED' });
    expect(world.operator.bound).toEqual([]);
  });
});

const endedBySweep = async (world: ReturnType<typeof callWorld>, id: string): Promise<void> => {
  expect([(await world.intent(id)).state, world.operator.bound.length]).toEqual(['revoked', 1]);
  expect(await world.sweep()).toMatchObject({ open: 1, failed: 0 });
  world.operator.behave('release', 'works');
  expect(await world.sweep()).toMatchObject({ forgotten: 1, open: 0, failed: 0 });
  expect([world.operator.bound, world.due()]).toEqual([[], 0]);
  expect(world.operator.dial(A, X)).toEqual({ outcome: 'unknown-number' });
};

describe('a line that is not on record, and that the network did not end', () => {
  it('is ended by the sweep, also of a call that was revoked and forgotten before there was a line', async () => {
    let meanwhile: (() => Promise<void>) | undefined;
    const world = callWorld({
      network: (network) => ({
        ...network,
        bind: async (binding, signal) => {
          const verdict = await network.bind(binding, signal);
          await meanwhile?.();
          return verdict;
        },
      }),
    });
    meanwhile = async () => {
      world.suspended.add('shipper-1');
      await world.sweep();
      expect(await world.sweep()).toMatchObject({ forgotten: 1 });
    };
    const id = await world.declare({ mode: 'masked' });
    world.operator.behave('release', 'fails');
    await world.open(id);
    await endedBySweep(world, id);
  });

  it('is ended by the sweep, also where whoever declared the call may write no more', async () => {
    const world = callWorld();
    const id = await world.declare({ mode: 'masked' });
    world.operator.behave('release', 'fails');
    world.staged.once(() => Promise.reject(new Refusal('ACCESS.CHANGED')));
    await expect(world.open(id)).rejects.toMatchObject({ code: 'ACCESS.CHANGED' });
    world.suspended.add('shipper-1');
    expect(await world.sweep()).toMatchObject({ revoked: 1 });
    await endedBySweep(world, id);
  });
});

it('ends what is held open for a call, whatever the network says', async () => {
  const world = callWorld();
  const { intent } = await world.open(await world.declare());
  world.operator.behave('release', 'fails');
  await world.lines.close(TENANT, intent);
  world.operator.behave('release', 'works');
  await world.lines.close(TENANT, intent);
  expect([world.operator.bound, world.operator.calls]).toEqual([[], []]);
});

it('puts no number into the log', async () => {
  const world = callWorld();
  const id = await world.declare();
  await world.open(id);
  for (const state of ['ringing', 'answered', 'ended'] as const) await world.hear(id, state);
  expect(JSON.stringify(world.events())).not.toMatch(/84\d{8}/);
});
