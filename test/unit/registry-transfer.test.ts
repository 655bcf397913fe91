import type { WishedTransfer } from '@temkin/subscriber';
import type { HolderRecord } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { registerSubscription } from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { FATES } from '../support/failing-writes.ts';
import { stagedTable } from '../support/staged-table.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { beginning, numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { FACE, verificationWorld, type VerificationWorld } from './verification-world.ts';

/** Person n with everything that a citizen registers with. */
const holderOf = (n: number): HolderRecord => {
  const { holder } = completeRecord();
  const portrait = { imageId: 'image-1', sha256: 'ab'.repeat(32), takenAt: 0 };
  const identity = { kind: 'personal', number: `001190${String(100_000 + n)}` } as const;
  return { ...holder, name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31', identity, portrait };
};

/** What a person brings besides, for a number that the registry has. */
const bringing = (): WishedTransfer['subscription'] => {
  const { payment, channel = 'own-fixed', confirmation, point } = completeRecord().subscription;
  if (confirmation === undefined || point === undefined) throw new Error('an incomplete record');
  return { payment, channel, confirmation, point };
};

/** A number of person 1 that is served, and the transaction upon which it is handed over. */
const handingOver = async (world: VerificationWorld) => {
  const { opened } = await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(500));
  const transactionId = opened.basisId;
  const asked = {
    holder: holderOf(1),
    subscription: { ...bringing(), msisdn: numberOf(1), use: 'person' as const },
    method: 'electronic' as const,
    transactionId,
  };
  await world.bringNamed(asked);
  const { personId, subscriptionId } = await registerSubscription(world.stores)(
    REGISTRAR,
    asked,
    seedOf(501),
  );
  const move = (
    name: 'verify' | 'suspend',
    cause: 'wrong-information' | 'holder-request' = 'holder-request',
  ) =>
    world.lives.moveSubscription(REGISTRAR, {
      subscriptionId,
      move: name === 'verify' ? { name } : { name: 'hold', cause, level: 'one-way' },
      by: cause === 'wrong-information' ? 'worker' : 'registrar',
      isVerified: name === 'verify',
    });
  const transfer = async (n: number, more: Partial<WishedTransfer> = {}, seed = seedOf(502)) => {
    const wished: WishedTransfer = {
      subscriptionId,
      holder: holderOf(n),
      subscription: bringing(),
      method: 'electronic',
      transactionId,
      ...more,
    };
    await world.bringNamed(wished);
    return world.lives.transferSubscription(REGISTRAR, wished, seed);
  };
  const read = async (of: { readonly personId: string; readonly subscriptionId: string }) => {
    const [found] = await world.stores.people.findSubscriptions(TENANT, [of]);
    if (found === undefined) throw new Error('the subscription is gone');
    return found;
  };
  return { personId, subscriptionId, move, transfer, read };
};

const liveEntries = (world: VerificationWorld) =>
  world
    .entriesOf('msisdn', 1)
    .filter(({ key }) => key.sort === 'live')
    .map(({ item }) => item.subscriptionId);

describe('a number that is handed over', () => {
  it('ends for its holder and begins for another, who is verified before there is service; both are kept', async () => {
    const world = await verificationWorld();
    const one = await handingOver(world);
    await one.move('verify');
    await one.move('suspend');
    const two = await one.transfer(2);
    expect(await one.transfer(2)).toEqual(two);
    const [former, now] = [await one.read(one), await one.read(two)];
    expect([former.standing.state, former.endCause, former.endedAt !== undefined]).toEqual([
      'terminated',
      'transfer',
      true,
    ]);
    expect(now.standing).toEqual({ state: 'pending', holds: [] });
    expect(two.personId).not.toBe(one.personId);
    expect(liveEntries(world)).toEqual([two.subscriptionId]);
    const found = await world.registry.findByIndex(REGISTRAR, {
      index: 'msisdn',
      question: { msisdn: numberOf(1) },
      purpose: 'support',
      reference: 'case-1',
    });
    expect(found.hits).toBe(2);

    const { identity, birthDate, name } = holderOf(2);
    world.identity.know({
      identity: identity ?? { kind: 'personal', number: '' },
      birthDate: birthDate ?? '',
      name: name ?? '',
      face: FACE,
    });
    const verified = await world.lives.verifySubscription(
      REGISTRAR,
      {
        subscriptionId: two.subscriptionId,
        wants: 'identity',
        channel: 'own-fixed',
        measures: [],
        by: 'registrar',
        faceImageId: 'face',
      },
      seedOf(503),
    );
    expect(verified).toMatchObject({ is: 'verified', standing: { state: 'active' } });
    const said = world.events().filter(({ api }) => api.operation === 'subscription.transfer');
    expect(said.map(({ resources }) => resources.map(({ uid }) => uid))).toEqual([
      expect.arrayContaining([one.personId, one.subscriptionId, two.personId, two.subscriptionId]),
    ]);
  });

  it('may go to somebody who is registered already, as a further number', async () => {
    const world = await verificationWorld();
    const one = await handingOver(world);
    await one.move('verify');
    const registered = { holder: holderOf(2), number: beginning(numberOf(2)) };
    await world.bringNamed(registered);
    const { personId } = await world.registry.newPerson(REGISTRAR, registered, seedOf(510));
    const two = await one.transfer(2);
    expect(two.personId).toBe(personId);
    expect((await one.read(two)).clear.ordinal).toBe(2);
    expect(liveEntries(world)).toHaveLength(2);
  });

  it.each([
    ['its own holder', 1, undefined, 'SUBSCRIPTION.SAME_HOLDER'],
    ['anybody while its holder is in doubt', 2, 'wrong-information', 'SUBSCRIPTION.IDENTITY_IN_DOUBT'],
    ['anybody before its holder was verified', 2, 'pending', 'SUBSCRIPTION.STATE_NOT_ALLOWED'],
  ] as const)('does not go to %s', async (_, n, how, code) => {
    const world = await verificationWorld();
    const one = await handingOver(world);
    if (how !== 'pending') await one.move('verify');
    if (how === 'wrong-information') await one.move('suspend', how);
    await expect(one.transfer(n)).rejects.toMatchObject({ code });
    expect(liveEntries(world)).toEqual([one.subscriptionId]);
    expect((await one.read(one)).endedAt).toBeUndefined();
  });

  it('does not go to anybody while a timeline runs that has not suspended it yet, and does once that stops', async () => {
    const world = await verificationWorld();
    const one = await handingOver(world);
    await one.move('verify');
    const { subscriptionId } = one;
    const finding = { subscriptionId, timeline: 'wrong-information', grounds: 'document' } as const;
    const { findingId } = await world.findings().recordFinding(REGISTRAR, finding, seedOf(530));
    expect((await one.read(one)).standing).toEqual({ state: 'active', holds: [] });
    await expect(one.transfer(2)).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_IN_DOUBT' });
    expect(liveEntries(world)).toEqual([subscriptionId]);
    await world.findings().withdrawFinding(REGISTRAR, { subscriptionId, findingId });
    const two = await one.transfer(2);
    expect(liveEntries(world)).toEqual([two.subscriptionId]);
  });

  it('is decided about anew where such a timeline begins meanwhile', async () => {
    const staged = stagedTable();
    const world = await verificationWorld(staged.wrapTable);
    const one = await handingOver(world);
    await one.move('verify');
    const { subscriptionId } = one;
    const finding = { subscriptionId, timeline: 'wrong-information', grounds: 'document' } as const;
    staged.inBetween(() => world.findings(world.memory).recordFinding(REGISTRAR, finding, seedOf(530)));
    await expect(one.transfer(2)).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_IN_DOUBT' });
  });

  it('is handed over upon a transaction about its holder alone, and to whom a registration would take', async () => {
    const world = await verificationWorld();
    const one = await handingOver(world);
    await one.move('verify');
    const { opened } = await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(520));
    await expect(one.transfer(2, { transactionId: opened.basisId })).rejects.toMatchObject({
      code: 'SUBSCRIBER.BASIS_REQUIRED',
    });
    const { portrait: _, ...faceless } = holderOf(2);
    await expect(one.transfer(2, { holder: faceless })).rejects.toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
    });
    await expect(one.transfer(2, { subscriptionId: 'nobody' })).rejects.toMatchObject({
      code: 'SUBSCRIPTION.UNKNOWN',
    });
  });

  it('is found in an index that is being made anew, wherever the walk is', async () => {
    for (const isWalked of [false, true]) {
      const world = await verificationWorld();
      const one = await handingOver(world);
      await one.move('verify');
      await world.registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 2 });
      let pages = 0;
      if (isWalked)
        await world.registry.backfillIndex(REGISTRAR, { index: 'msisdn', isOver: () => (pages += 1) > 200 });
      const two = await one.transfer(2);
      await world.registry.backfillIndex(REGISTRAR, { index: 'msisdn' });
      const entry = world.entriesOf('msisdn', 2).find(({ key }) => key.sort === 'live');
      expect(entry?.item.subscriptionId).toBe(two.subscriptionId);
    }
  });

  it('is decided about anew where it is suspended for wrong information meanwhile', async () => {
    const staged = stagedTable();
    const world = await verificationWorld(staged.wrapTable);
    const one = await handingOver(world);
    await one.move('verify');
    staged.inBetween(() =>
      world.lifecycle(world.memory).moveSubscription(REGISTRAR, {
        subscriptionId: one.subscriptionId,
        move: { name: 'hold', cause: 'wrong-information', level: 'one-way' },
        by: 'worker',
      }),
    );
    await expect(one.transfer(2)).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_IN_DOUBT' });
  });

  it.each(Object.entries(FATES))('is handed over once where the write is %s', async (fate, stage) => {
    const staged = stagedTable();
    const world = await verificationWorld(staged.wrapTable);
    const one = await handingOver(world);
    await one.move('verify');
    // Not the look-ups before it.
    staged.once(stage, (writes) =>
      writes.some(({ kind, key }) => kind === 'put' && key.table === 'subscribers'),
    );
    // Whether an unconfirmed write was made is looked up, and then it is answered.
    const first = await one.transfer(2).catch((error: unknown) => error);
    expect(liveEntries(world).includes(one.subscriptionId)).toBe(fate === 'lost');
    const two = await one.transfer(2);
    const unavailable = expect.objectContaining({ code: 'AUDIT.UNAVAILABLE' });
    expect(first).toEqual(fate === 'lost' ? unavailable : two);
    expect(liveEntries(world)).toEqual([two.subscriptionId]);
    expect(world.events().filter(({ api }) => api.operation === 'subscription.transfer')).toHaveLength(1);
  });
});
