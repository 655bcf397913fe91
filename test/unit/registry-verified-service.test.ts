import type { Hold } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { citizen, MINUTE, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { verificationWorld, type VerificationWorld } from './verification-world.ts';

const WRONG = { name: 'hold', cause: 'wrong-information', level: 'one-way' } as const;
const DEVICE = { name: 'hold', cause: 'device-change', level: 'one-way' } as const;

const causesOf = (holds: readonly Hold[]): readonly string[] => holds.map(({ cause }) => cause);

/** A number whose holder was verified. */
const served = async (world: VerificationWorld) => {
  world.know(1);
  const one = await world.register(1);
  await one.verify();
  return one;
};

describe('a number that has service', () => {
  it('has lifted what a verification of the identity settles, by its face the changed device too', async () => {
    const world = await verificationWorld();
    const one = await served(world);
    await one.move(WRONG);
    await one.move(DEVICE);
    await one.move({ name: 'hold', cause: 'holder-request', level: 'one-way' }, 'registrar');
    await one.verify({}, seedOf(950));
    expect(causesOf((await one.read()).standing.holds)).toEqual(['holder-request']);
  });

  it('has lifted by the face alone what the changed device put, and nothing else', async () => {
    const world = await verificationWorld();
    const one = await served(world);
    await expect(one.verify({ wants: 'face' }, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.NOT_HELD',
    });
    await one.move(WRONG);
    await one.move(DEVICE);
    await expect(one.verify({ wants: 'face', faceImageId: 'other-face' }, seedOf(951))).rejects.toMatchObject(
      {
        code: 'SUBSCRIPTION.IDENTITY_MISMATCH',
      },
    );
    expect(causesOf((await one.read()).standing.holds)).toEqual(['wrong-information', 'device-change']);
    await one.verify({ wants: 'face' }, seedOf(952));
    expect(causesOf((await one.read()).standing.holds)).toEqual(['wrong-information']);
  });

  it('whose record does not match is found wrong: its timeline begins, and ends with a verification', async () => {
    const world = await verificationWorld();
    const one = await served(world);
    world.identity.forget(citizen(1).identity);
    await expect(one.verify({}, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.IDENTITY_MISMATCH',
    });
    const timeline = () => world.stores.timelines.find(TENANT, one, 'wrong-information');
    const { startedAt } = (await timeline())?.run ?? {};
    expect(startedAt).toBeDefined();
    await expect(one.verify({}, seedOf(951))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.IDENTITY_MISMATCH',
    });
    expect((await timeline())?.run.startedAt).toBe(startedAt);
    expect((await one.read()).standing.state).toBe('active');
    const found = world.items('subscribers').filter(({ key }) => key.sort.includes('#finding#'));
    expect(found.map(({ item }) => item.grounds)).toEqual(['identity', 'identity']);
    world.know(1);
    await one.verify({}, seedOf(952));
    expect((await timeline())?.run.stopped?.cause).toBe('verified');
    expect(world.dueOf('wrong-information')).toEqual([]);
  });

  it.each([
    ['began after the question', MINUTE, ['device-change']],
    ['is found again after the question', -MINUTE, ['device-change']],
    ['began before the question', -MINUTE, []],
  ] as const)('keeps a hold that %s, however late its source answers', async (when, after, left) => {
    const world = await verificationWorld();
    const one = await served(world);
    const { subscriptionId } = one;
    const report = (foundAt: number, n: number) =>
      world
        .findings()
        .recordFinding(
          REGISTRAR,
          { subscriptionId, timeline: 'device-change', grounds: 'network', foundAt },
          seedOf(n),
        );
    await one.move(WRONG);
    world.identity.behave('outage');
    const askedAt = world.clock.now();
    expect((await one.verify({}, seedOf(950))).is).toBe('waiting');
    world.clock.advance(2 * MINUTE);
    await report(askedAt + after, 960);
    if (when === 'is found again after the question') await report(askedAt + MINUTE, 961);
    await one.move(DEVICE);
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    expect(causesOf((await one.read()).standing.holds)).toEqual(left);
    const timeline = () => world.stores.timelines.find(TENANT, one, 'device-change');
    expect((await timeline())?.run.stopped?.cause).toBe(left.length === 0 ? 'verified' : undefined);
    await one.verify({ wants: left.length === 0 ? 'identity' : 'face' }, seedOf(951));
    expect((await one.read()).standing.state).toBe('active');
    expect((await timeline())?.run.stopped?.cause).toBe('verified');
  });

  it('whose face does not match is not found wrong', async () => {
    const world = await verificationWorld();
    const one = await served(world);
    await expect(one.verify({ faceImageId: 'other-face' }, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.IDENTITY_MISMATCH',
    });
    expect(await world.stores.timelines.find(TENANT, one, 'wrong-information')).toBeUndefined();
  });
});
