import { identitySimulator } from '@temkin/identity';
import { toHex, systemRandom } from '@temkin/kernel';
import { partsOf, type Key, type Table } from '@temkin/storage';
import { verifyingStores } from '@temkin/subscriber';
import type { HolderRecord } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { amendSubscriber } from '../../packages/capabilities/subscriber/src/usecases/amend-subscriber.ts';
import { amendSubscription } from '../../packages/capabilities/subscriber/src/usecases/amend-subscription.ts';
import { moveUponTransaction } from '../../packages/capabilities/subscriber/src/usecases/move-upon-transaction.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { registerSubscription } from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { transferSubscription } from '../../packages/capabilities/subscriber/src/usecases/transfer-subscription.ts';
import { verifySubscription } from '../../packages/capabilities/subscriber/src/usecases/verify-subscription.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { numberOf, REGISTRAR, registryWorld, seedOf, TENANT } from './registry-world.ts';

/** Person n with everything that a citizen registers with. */
const holderOf = (n: number): HolderRecord => {
  const { holder } = completeRecord();
  const identity = { kind: 'personal', number: `001190${String(100_000 + n)}` } as const;
  const portrait = { imageId: 'image-1', sha256: 'ab'.repeat(32), takenAt: 0 };
  return { ...holder, name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31', identity, portrait };
};

const paperOf = () => {
  const { payment, channel = 'own-fixed', confirmation, point } = completeRecord().subscription;
  if (confirmation === undefined || point === undefined) throw new Error('an incomplete record');
  return { payment, channel, confirmation, point };
};

/** A registry that knows whose key was read, and whether an event had named that person by then, since it was last asked. */
const watchedRegistry = async () => {
  const unnamed: string[] = [];
  let transactions = 0;
  let known = 0;
  const look = (keys: readonly Key[]): void => {
    for (const key of keys) {
      const personId = partsOf('subscriber-keys', 'personKey', key)?.personId;
      const named = world.events().slice(known);
      if (
        personId !== undefined &&
        !named.some(({ resources }) => resources.some(({ uid }) => uid === personId))
      )
        unnamed.push(personId);
    }
  };
  const watch = (memory: MemoryTable): Table => ({
    ...memory,
    get: (key) => {
      look([key]);
      return memory.get(key);
    },
    getMany: (keys) => {
      look(keys);
      return memory.getMany(keys);
    },
    transact: (writes, token) => {
      transactions += 1;
      return memory.transact(writes, token);
    },
  });
  const world = registryWorld(watch);
  await world.openIndexes();
  const register = async (n: number, msisdn: string, seed: number, transactionId?: string) => {
    const asked = {
      holder: holderOf(n),
      subscription: { ...paperOf(), msisdn, use: 'person' as const },
      method: 'electronic' as const,
      ...(transactionId !== undefined && { transactionId }),
    };
    await world.bringNamed(asked);
    return registerSubscription(world.stores)(REGISTRAR, asked, seedOf(seed));
  };
  return {
    world,
    register,
    /** What was done since: whose key was read and named by no event, how many transactions there were, which events. */
    since: () => {
      const events = world
        .events()
        .slice(known)
        .map(({ api, unmapped }) => [api.operation, unmapped.change]);
      const seen = { unnamed: unnamed.splice(0), transactions, events };
      [transactions, known] = [0, world.events().length];
      return seen;
    },
  };
};

const openedTransaction = async (world: ReturnType<typeof registryWorld>): Promise<string> =>
  (await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(500))).opened.basisId;

/** A case for correction about somebody, which somebody else opened. */
const correctionOf = async (world: ReturnType<typeof registryWorld>, personId: string): Promise<string> => {
  const caseId = 'c'.repeat(32);
  const opened = {
    basisId: caseId,
    kind: 'case',
    purpose: 'correction',
    openedBy: 'somebody-else',
    openedAt: world.clock.now(),
    personId,
    state: 'open',
  } as const;
  const receipt = { eventId: '01890a5d-ac96-7000-8000-000000000001', leaf: 'leaf' };
  await world.memory.transact(
    [world.stores.bases.putWrite(TENANT, opened, receipt)],
    toHex(systemRandom(16)),
  );
  return caseId;
};

describe('whoever is opened is on record before', () => {
  it('where a registration looks for the holder of an identity number; of whom nobody knows it takes one transaction', async () => {
    const { world, register, since } = await watchedRegistry();
    const transactionId = await openedTransaction(world);
    since();
    const { personId } = await register(1, numberOf(1), 1);
    expect(since()).toEqual({
      unnamed: [],
      transactions: 1,
      events: [['subscriber.register', undefined]],
    });
    await register(1, numberOf(2), 2, transactionId);
    expect(since()).toEqual({
      unnamed: [],
      transactions: 2,
      events: [
        ['subscriber.search', 'candidates'],
        ['subscriber.register', 'subscription'],
      ],
    });
    expect(world.events().at(-2)).toMatchObject({
      resources: [
        { type: 'registry-index' },
        { type: 'registry-transaction', uid: transactionId },
        { type: 'subscriber-candidate', uid: personId },
      ],
      unmapped: { outcome: 'allowed', purpose: 'registration' },
    });
  });

  it('and where that refuses, for the refusal tells how many numbers somebody has', async () => {
    const { register, since } = await watchedRegistry();
    const { personId } = await register(1, numberOf(1), 1);
    await register(1, numberOf(2), 2);
    await register(1, numberOf(3), 3);
    since();
    await expect(register(1, numberOf(4), 4)).rejects.toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
      details: {
        about: { purpose: 'registration', resources: [{ type: 'subscriber', pseudonym: personId }] },
      },
    });
    expect(since()).toEqual({
      unnamed: [],
      transactions: 1,
      events: [['subscriber.search', 'candidates']],
    });
  });

  it('where somebody is amended, and where what they would be is refused', async () => {
    const { world, register, since } = await watchedRegistry();
    const { personId } = await register(1, numberOf(1), 1);
    const caseId = await correctionOf(world, personId);
    const amend = amendSubscriber(world.stores);
    since();
    await amend(REGISTRAR, { personId, caseId, holder: { name: 'Lê Thị Mai' } });
    expect(since()).toMatchObject({
      unnamed: [],
      events: [
        ['subscriber.amend', 'begun'],
        ['subscriber.amend', undefined],
      ],
    });
    expect(world.events().at(-2)).toMatchObject({
      resources: [
        { type: 'subscriber', uid: personId },
        { type: 'registry-case', uid: caseId },
      ],
      unmapped: { fields: ['name'], purpose: 'correction' },
    });
    await expect(amend(REGISTRAR, { personId, caseId, holder: { name: '' } })).rejects.toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
      details: { about: { purpose: 'correction', resources: [{ pseudonym: personId }] } },
    });
    expect(since()).toMatchObject({ unnamed: [], events: [['subscriber.amend', 'begun']] });
  });

  it('where papers of a number are amended, and where those are refused', async () => {
    const { world, register, since } = await watchedRegistry();
    const { personId, subscriptionId } = await register(1, numberOf(1), 1);
    const caseId = await correctionOf(world, personId);
    const amend = (name: string) =>
      amendSubscription(world.stores)(REGISTRAR, {
        subscriptionId,
        caseId,
        subscription: { user: { name } },
      });
    since();
    await amend('Lê Thị Mai');
    expect(since()).toMatchObject({
      unnamed: [],
      events: [
        ['subscription.amend', 'begun'],
        ['subscription.amend', undefined],
      ],
    });
    expect(world.events().at(-2)).toMatchObject({
      resources: [
        { type: 'subscriber', uid: personId },
        { type: 'subscription', uid: subscriptionId },
        { type: 'registry-case', uid: caseId },
      ],
      unmapped: { fields: ['user.name'], purpose: 'correction' },
    });
    await expect(amend('1234')).rejects.toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
      details: {
        about: { purpose: 'correction', resources: [{ pseudonym: personId }, { pseudonym: subscriptionId }] },
      },
    });
    expect(since()).toMatchObject({ unnamed: [], events: [['subscription.amend', 'begun']] });
  });

  it('where a number is handed over, whose it is and whose it is to be', async () => {
    const { world, register, since } = await watchedRegistry();
    const transactionId = await openedTransaction(world);
    const one = await register(1, numberOf(1), 1, transactionId);
    const other = await register(2, numberOf(2), 2);
    const wished = {
      subscriptionId: one.subscriptionId,
      holder: holderOf(2),
      subscription: paperOf(),
      method: 'electronic' as const,
      transactionId,
    };
    await world.bringNamed(wished);
    since();
    // It waits for its verification and is not handed over: what is looked at by then is on record.
    await expect(transferSubscription(world.stores)(REGISTRAR, wished, seedOf(3))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.STATE_NOT_ALLOWED',
    });
    expect(since()).toMatchObject({
      unnamed: [],
      events: [
        ['subscriber.read', undefined],
        ['subscriber.search', 'candidates'],
      ],
    });
    const [read, search] = world.events().slice(-2);
    expect(read).toMatchObject({
      resources: [
        { type: 'subscriber', uid: one.personId },
        { type: 'subscription', uid: one.subscriptionId },
        { type: 'registry-transaction', uid: transactionId },
      ],
      unmapped: { groups: ['identity', 'name', 'birthDate', 'address', 'msisdn'] },
    });
    expect(search?.resources).toContainEqual(
      expect.objectContaining({ type: 'subscriber-candidate', uid: other.personId }),
    );
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId: one.subscriptionId,
      move: { name: 'verify' },
      by: 'registrar',
      isVerified: true,
    });
    since();
    await transferSubscription(world.stores)(REGISTRAR, wished, seedOf(3));
    expect(since()).toMatchObject({
      unnamed: [],
      events: [
        ['subscriber.read', undefined],
        ['subscriber.search', 'candidates'],
        ['subscription.transfer', 'subscription'],
      ],
    });
  });

  it('where a number ends, by whom it may; and nobody is where it may not', async () => {
    const { world, register, since } = await watchedRegistry();
    const transactionId = await openedTransaction(world);
    const { personId, subscriptionId } = await register(1, numberOf(1), 1, transactionId);
    const end = (seed: number) =>
      moveUponTransaction(world.stores)(
        REGISTRAR,
        { subscriptionId, transactionId, move: { name: 'end', cause: 'holder-request' } },
        seedOf(seed),
      );
    since();
    await end(2);
    expect(since()).toEqual({
      unnamed: [],
      transactions: 2,
      events: [
        ['subscriber.read', undefined],
        ['subscription.terminate', 'terminated'],
      ],
    });
    expect(world.events().at(-2)).toMatchObject({
      resources: [
        { type: 'subscriber', uid: personId },
        { type: 'subscription', uid: subscriptionId },
        { type: 'registry-transaction', uid: transactionId },
      ],
      unmapped: { groups: ['identity', 'name', 'birthDate', 'address', 'msisdn'] },
    });
    await expect(end(3)).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    expect(since()).toEqual({ unnamed: [], transactions: 0, events: [] });
  });

  it('where somebody is verified, before what is asked is sealed', async () => {
    const { world, register, since } = await watchedRegistry();
    const { personId, subscriptionId } = await register(1, numberOf(1), 1);
    const verify = verifySubscription({
      ...world.stores,
      identity: identitySimulator({ clock: world.clock }),
      faces: { keep: async () => undefined, open: async () => new Uint8Array() },
    });
    since();
    await expect(
      verify(
        REGISTRAR,
        { subscriptionId, wants: 'identity', channel: 'own-fixed', measures: [], by: 'registrar' },
        seedOf(2),
      ),
    ).rejects.toMatchObject({ code: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE' });
    expect(since()).toMatchObject({
      unnamed: [],
      events: [
        ['subscription.verify', 'begun'],
        ['subscription.verify', 'asked'],
        ['subscription.verify', undefined],
      ],
    });
    expect(world.events().at(-3)).toMatchObject({
      resources: [
        { type: 'subscriber', uid: personId },
        { type: 'subscription', uid: subscriptionId },
      ],
    });
  });

  it('where a number is taken, whose it is goes on record with the refusal', async () => {
    const { world, register } = await watchedRegistry();
    const transactionId = await openedTransaction(world);
    const { personId, subscriptionId } = await register(1, numberOf(1), 1);
    const owned = {
      code: 'SUBSCRIBER.NUMBER_TAKEN',
      details: {
        about: {
          purpose: 'registration',
          resources: [
            { type: 'subscriber', pseudonym: personId },
            { type: 'subscription', pseudonym: subscriptionId },
            { type: 'registry-transaction', pseudonym: transactionId },
          ],
        },
      },
    };
    await expect(register(2, numberOf(1), 2, transactionId)).rejects.toMatchObject(owned);
    await register(2, numberOf(2), 3);
    await expect(register(2, numberOf(1), 4, transactionId)).rejects.toMatchObject(owned);
  });
});

/** What person 1 registers number n with. */
const askedFor = (n: number) => ({
  holder: holderOf(1),
  subscription: { ...paperOf(), msisdn: numberOf(n), use: 'person' as const },
  method: 'electronic' as const,
});

describe('a holder whom nobody knows', () => {
  it('is one person, where the index of identity numbers is made anew between the look-up and the registration', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined;
    const world = registryWorld((memory) => ({
      ...memory,
      get: async (key) => {
        const item = await memory.get(key);
        const act = partsOf('subscriber-index', 'holderClaim', key) === undefined ? undefined : meanwhile;
        if (act !== undefined) meanwhile = undefined;
        await act?.();
        return item;
      },
    }));
    await world.openIndexes();
    const elsewhere = verifyingStores(world.dependencies(world.memory));
    const register = async (n: number, stores: typeof elsewhere) => {
      await world.bringNamed(askedFor(n));
      return registerSubscription(stores)(REGISTRAR, askedFor(n), seedOf(n));
    };
    let other: Awaited<ReturnType<typeof register>> | undefined;
    meanwhile = async () => {
      const process = world.process(world.memory);
      await process.beginIndex(REGISTRAR, { index: 'identityNumber', generation: 2 });
      await process.backfillIndex(REGISTRAR, { index: 'identityNumber' });
      other = await register(2, elsewhere);
      // Each brings images of its own: that is not what they meet by.
      await world.bringNamed(askedFor(1));
    };
    const one = await register(1, world.stores);
    expect(one.personId).toBe(other?.personId);
    expect(world.items('subscribers').filter(({ key }) => key.sort.endsWith('#person'))).toHaveLength(1);
  });
});
