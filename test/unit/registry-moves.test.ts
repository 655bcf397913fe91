import type { LaterMove, WishedMove } from '@temkin/subscriber';
import type { Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { stagedTable } from '../support/staged-table.ts';
import {
  beginning,
  MINUTE,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const VERIFY: LaterMove = { name: 'verify' };
const ASKED: LaterMove = { name: 'hold', cause: 'holder-request', level: 'one-way' };
const NO_LONGER: LaterMove = { name: 'lift', cause: 'holder-request', because: 'request-withdrawn' };
const END: LaterMove = { name: 'end', cause: 'holder-request' };
const WRONG: LaterMove = { name: 'hold', cause: 'wrong-information', level: 'one-way' };

const SAYS = { lost: 'AUDIT.UNAVAILABLE', applied: 'cut' };

/** Registers person n with number `of`, and says how it is moved. */
const withNumber = async (world: RegistryWorld, n = 1, of = n) => {
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    { ...registration(n), number: beginning(numberOf(of)) },
    seedOf(n),
  );
  const move = (wish: LaterMove, more: Partial<WishedMove> = {}) =>
    world.registry.moveSubscription(REGISTRAR, {
      subscriptionId,
      move: wish,
      by: 'registrar',
      isVerified: wish.name === 'verify',
      ...more,
    });
  const read = async () => {
    const [found] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
    if (found === undefined) throw new Error('the subscription is gone');
    return found;
  };
  return { personId, subscriptionId, move, read };
};

const findNumber = (world: RegistryWorld, n: number) =>
  world.registry.findByIndex(REGISTRAR, {
    index: 'msisdn',
    question: { msisdn: numberOf(n) },
    purpose: 'support',
    reference: 'case-1',
  });

const movesOf = (world: RegistryWorld) =>
  world.events().filter(({ api }) => api.operation.startsWith('subscription.'));

const isEnding = (writes: readonly Write[]): boolean =>
  writes.some((write) => write.kind === 'update' && write.set?.state === 'terminated');

const isMoving = (writes: readonly Write[]): boolean =>
  writes.some(({ kind, key }) => kind === 'update' && key.table === 'subscribers');

describe('a subscription', () => {
  it('is moved to its end, each time with an event of its version, and has an end exactly when it is terminated', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, subscriptionId, move, read } = await withNumber(world);
    const seen = [];
    const from = world.clock.now();
    for (const [at, wish] of [VERIFY, ASKED, NO_LONGER, END].entries()) {
      const { standing, version, receipt } = await move(wish, { at: from + at * MINUTE });
      const found = await read();
      expect([found.standing, found.version, found.receipt]).toEqual([standing, version, receipt]);
      seen.push([standing.state, found.endedAt !== undefined]);
    }
    expect(seen).toEqual([
      ['active', false],
      ['suspended-one-way', false],
      ['active', false],
      ['terminated', true],
    ]);
    const { clear, endedAt, endCause, verifiedAt } = await read();
    const end = from + 3 * MINUTE;
    expect([clear.serviceStart, verifiedAt]).toEqual([from, from]);
    expect([endedAt, clear.serviceEnd, endCause]).toEqual([end, end, 'holder-request']);

    expect(
      movesOf(world).map(({ api, resources, unmapped: { change, grounds } }) => [
        api.operation,
        change,
        grounds,
        resources,
      ]),
    ).toEqual(
      [
        ['subscription.verify', 'active', undefined],
        ['subscription.suspend', 'one-way', 'holder-request'],
        ['subscription.resume', 'holder-request', 'request-withdrawn'],
        ['subscription.terminate', 'terminated', 'holder-request'],
      ].map((said, at) => [
        ...said,
        [
          { type: 'subscriber', uid: personId },
          { type: 'subscription', uid: subscriptionId, version: String(at + 2) },
        ],
      ]),
    );
  });

  it('is moved by nobody who may not, nor before it was verified, nor where nobody knows it', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { move, read } = await withNumber(world);
    await expect(move(WRONG)).rejects.toMatchObject({ code: 'SUBSCRIPTION.MOVE_NOT_YOURS' });
    await expect(move(VERIFY, { isVerified: false })).rejects.toMatchObject({
      code: 'SUBSCRIPTION.NOT_VERIFIED',
    });
    await expect(move(ASKED)).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    await expect(move(VERIFY, { subscriptionId: 'nobody' })).rejects.toMatchObject({
      code: 'SUBSCRIPTION.UNKNOWN',
    });
    expect((await read()).version).toBe(1);
    expect(movesOf(world)).toEqual([]);
  });

  it('is moved only in the version that was expected, and only together with what changes beside it', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, move, read } = await withNumber(world);
    await expect(move(VERIFY, { expectedVersion: 2 })).rejects.toMatchObject({ code: 'SUBSCRIBER.CHANGED' });
    const taken = await world.stores.personKeys.putWrite(TENANT, personId, new Uint8Array(32));
    await expect(move(VERIFY, { alsoWrites: () => [taken] })).rejects.toMatchObject({
      code: 'SUBSCRIBER.CHANGED',
    });
    expect((await read()).version).toBe(1);
    const alive = world.stores.personKeys.aliveCheck(TENANT, personId);
    await move(VERIFY, {
      expectedVersion: 1,
      alsoWrites: ({ version }) => (version === 2 ? [alive] : [taken]),
    });
    expect((await read()).standing.state).toBe('active');
  });

  it('that somebody else moves meanwhile is decided about anew', async () => {
    const staged = stagedTable();
    const world = registryWorld(staged.wrapTable);
    await world.openIndexes();
    const { subscriptionId, move, read } = await withNumber(world);
    await move(VERIFY);
    const elsewhere = (wish: LaterMove, by: WishedMove['by']) => () =>
      world.process(world.memory).moveSubscription(REGISTRAR, { subscriptionId, move: wish, by });
    staged.inBetween(elsewhere(WRONG, 'worker'));
    const { standing } = await move(ASKED);
    expect(standing.holds.map(({ cause }) => cause)).toEqual(['wrong-information', 'holder-request']);
    staged.inBetween(elsewhere(END, 'registrar'));
    await expect(move(NO_LONGER)).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    expect((await read()).standing.state).toBe('terminated');
  });

  describe('that ends', () => {
    it('frees its number for another, and is found by it still', async () => {
      const world = registryWorld();
      await world.openIndexes();
      const one = await withNumber(world, 1);
      await expect(withNumber(world, 2, 1)).rejects.toMatchObject({ code: 'SUBSCRIBER.NUMBER_TAKEN' });
      await one.move(END);
      const two = await withNumber(world, 2, 1);
      const answer = await findNumber(world, 1);
      const found = answer.outcome === 'found' ? answer.found : [];
      const isLive = new Map(
        found.map(({ subscription }) => [subscription?.subscriptionId, subscription?.isLive]),
      );
      expect([isLive.size, isLive.get(one.subscriptionId), isLive.get(two.subscriptionId)]).toEqual([
        2,
        false,
        true,
      ]);
      await expect(withNumber(world, 3, 1)).rejects.toMatchObject({ code: 'SUBSCRIBER.NUMBER_TAKEN' });
    });

    it('frees it in an index that is being made anew too, wherever the walk is', async () => {
      for (const isWalked of [false, true]) {
        const world = registryWorld();
        await world.openIndexes();
        const one = await withNumber(world, 1);
        await world.registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 2 });
        if (isWalked) {
          let pages = 0;
          await world.registry.backfillIndex(REGISTRAR, {
            index: 'msisdn',
            isOver: () => (pages += 1) > 200,
          });
        }
        await one.move(END);
        await world.registry.backfillIndex(REGISTRAR, { index: 'msisdn' });
        await withNumber(world, 2, 1);
        expect((await findNumber(world, 1)).hits).toBe(2);
      }
    });

    it('frees it where the walk of a new index makes the entry in between', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const one = await withNumber(world, 1);
      await world.registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 2 });
      let pages = 0;
      staged.inBetween(
        () =>
          world
            .process(world.memory)
            .backfillIndex(REGISTRAR, { index: 'msisdn', isOver: () => (pages += 1) > 200 }),
        isEnding,
      );
      await one.move(END);
      await world.registry.backfillIndex(REGISTRAR, { index: 'msisdn' });
      await withNumber(world, 2, 1);
      expect((await findNumber(world, 1)).hits).toBe(2);
    });

    it('leaves the number to whom a fault of the past gave it too, in whatever order they end', async () => {
      for (const isFirstToEnd of [true, false]) {
        const world = registryWorld();
        await world.openIndexes();
        const one = await withNumber(world, 1);
        const [entry] = world.entriesOf('msisdn', 1);
        if (entry === undefined) throw new Error('no entry');
        await world.memory.write({ kind: 'delete', key: entry.key });
        const two = await withNumber(world, 2, 1);
        const sort = `subscription#${one.personId}#${one.subscriptionId}`;
        await world.memory.write({ kind: 'put', key: { ...entry.key, sort }, item: {} });

        const [first, last] = isFirstToEnd ? [one, two] : [two, one];
        await first.move(END);
        const owner = world.entriesOf('msisdn', 1).find(({ key }) => key.sort === 'live');
        expect(owner?.item).toEqual({ personId: last.personId, subscriptionId: last.subscriptionId });
        expect((await findNumber(world, 1)).hits).toBe(2);
        await expect(withNumber(world, 3, 1)).rejects.toMatchObject({ code: 'SUBSCRIBER.NUMBER_TAKEN' });
        await last.move(END);
        await withNumber(world, 3, 1);
        expect((await findNumber(world, 1)).hits).toBe(3);
      }
    });
  });

  describe.each(Object.entries(FATES))('of which the move is %s and reported as failed', (fate, stage) => {
    it.each([
      ['verified', VERIFY],
      ['ended', END],
    ])('is %s by the same seed again, once', async (_, wish) => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { move, read } = await withNumber(world);
      // Not what says before an end that the number is opened for it.
      staged.once(stage, isMoving);
      await expect(move(wish, { seed: seedOf(9) })).rejects.toThrow(SAYS[fate as keyof typeof FATES]);
      expect((await read()).version).toBe(fate === 'lost' ? 1 : 2);
      world.clock.advance(MINUTE);
      const moved = await move(wish, { seed: seedOf(9) });
      expect(await move(wish, { seed: seedOf(9) })).toEqual(moved);
      expect([moved.version, movesOf(world).length]).toEqual([2, 1]);
      expect((await read()).receipt).toEqual(moved.receipt);
      if (wish === END) await withNumber(world, 2, 1);
    });
  });
});
