import { inForce, OutcomeUnknown, Refusal } from '@temkin/kernel';
import { INDEX_NAMES, searchesPerHour, type HolderRecord } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { amendSubscriber } from '../../packages/capabilities/subscriber/src/usecases/amend-subscriber.ts';
import { amendSubscription } from '../../packages/capabilities/subscriber/src/usecases/amend-subscription.ts';
import { closeRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/close-registry-case.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { openRegistry } from '../../packages/capabilities/subscriber/src/usecases/open-registry.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import {
  registerSubscription,
  type NewRegistration,
} from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { searchSubscribers } from '../../packages/capabilities/subscriber/src/usecases/search-subscribers.ts';
import { eachWrite } from '../support/each-write.ts';
import { kindsOf } from '../support/item-kinds.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { numberOf, REGISTRAR, registryWorld, seedOf, TENANT, type RegistryWorld } from './registry-world.ts';

const OTHER_REGISTRAR = {
  ...REGISTRAR,
  principal: { ...REGISTRAR.principal, id: 'registrar-2', client: 'registrar-2' },
} as const;

/** What a write fails with: it was not made for sure, or nobody knows. Everything else is a fault of ours. */
const expectFailure = (error: unknown): undefined => {
  const isKnown =
    error instanceof OutcomeUnknown || (error instanceof Refusal && error.code === 'AUDIT.UNAVAILABLE');
  if (!isKnown) throw error;
  return undefined;
};

/** What registrations and searches of these tests need. */
const FOUND_BY = ['msisdn', 'identityNumber'] as const;

/** An image of n's own. */
const image = (n: number, name: string) => ({ imageId: `image-${name}-${n}`, sha256: 'ab'.repeat(32) });

/** The nth number of one holder, with pictures of its own. */
const registrationOf = (n: number, transactionId?: string): NewRegistration => {
  const { holder, subscription } = completeRecord();
  const { payment, channel = 'own-fixed', point } = subscription;
  const shown: HolderRecord = {
    ...holder,
    documentImages: [image(n, 'front'), image(n, 'back')],
    portrait: { ...image(n, 'portrait'), takenAt: 0 },
  };
  return {
    holder: shown,
    subscription: {
      msisdn: numberOf(n),
      use: 'person',
      payment,
      channel,
      confirmation: image(n, 'confirmation'),
      ...(point !== undefined && { point }),
    },
    method: n === 1 ? 'electronic' : 'chip',
    ...(transactionId !== undefined && { transactionId }),
  };
};

const transactionOf = async (world: RegistryWorld): Promise<string> =>
  (await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(100))).opened.basisId;

const registered = async (world: RegistryWorld, n: number, transactionId?: string) => {
  const asked = registrationOf(n, transactionId);
  await world.bringNamed(asked);
  return () => registerSubscription(world.stores)(REGISTRAR, asked, seedOf(n));
};

/** That somebody is going to be opened: on record as often as that was tried. */
const LOOKS: ReadonlySet<string> = new Set([
  'subscriber.search candidates',
  'subscriber.amend begun',
  'subscription.amend begun',
]);

/** What the tables hold, by kind, and what the log says; beside that, how often somebody was looked at for it. */
const outcomeOf = (world: RegistryWorld) => {
  const counts: Record<string, number> = {};
  for (const { key, item } of world.memory.items()) {
    const [kind = 'unknown'] = kindsOf({ ...key, item });
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const events = world.events().map(({ api, unmapped }) => [api.operation, unmapped.change]);
  const said = events.filter((event) => !LOOKS.has(event.join(' ')));
  const looks = events.length - said.length;
  return {
    looks,
    outcome: { counts: { ...counts, 'outbox.event': (counts['outbox.event'] ?? 0) - looks }, said },
  };
};

/** Something that is asked for in one way, however often; how many writes it makes. */
type Wish = (world: RegistryWorld) => Promise<() => Promise<object>>;

const WISHES: Readonly<Record<string, { readonly writes: number; readonly wish: Wish }>> = {
  'a transaction that is opened': {
    writes: 1,
    wish: async ({ stores }) => {
      const open = openTransaction(stores);
      return () => open(REGISTRAR, 'registration', seedOf(1));
    },
  },
  'a case that is opened about a person': {
    writes: 1,
    wish: async (world) => {
      const { personId } = await (await registered(world, 1))();
      return () => openRegistryCase(world.stores)(REGISTRAR, { purpose: 'correction', personId }, seedOf(2));
    },
  },
  'a case that is closed': {
    // The close, and that nobody has to forget whom was found upon it.
    writes: 2,
    wish: async ({ stores }) => {
      const { opened } = await openRegistryCase(stores)(REGISTRAR, { purpose: 'correction' }, seedOf(1));
      return () =>
        // What closed it is told once; then that it is closed.
        closeRegistryCase(stores)(OTHER_REGISTRAR, opened.basisId).then(({ closed: { state } }) => ({
          state,
        }));
    },
  },
  'a first number, upon a transaction, with its images': {
    writes: 1,
    wish: async (world) => registered(world, 1, await transactionOf(world)),
  },
  'a further number, with papers and images shown anew': {
    // The look-up, and the registration.
    writes: 2,
    wish: async (world) => {
      const transactionId = await transactionOf(world);
      await (
        await registered(world, 1, transactionId)
      )();
      return registered(world, 2, transactionId);
    },
  },
  'an amendment upon a case, with an image that another takes the place of': {
    // That it is begun, and the amendment.
    writes: 2,
    wish: async (world) => {
      const { personId } = await (await registered(world, 1))();
      const { opened } = await openRegistryCase(world.stores)(
        REGISTRAR,
        { purpose: 'correction', personId },
        seedOf(2),
      );
      const portrait = { ...image(2, 'portrait'), takenAt: 0 };
      const holder = { name: 'Nguyễn Thị Huệ', portrait };
      await world.bringNamed({ holder });
      return async () => {
        // Said again it is another change to the same: who reads the versions sees both.
        const [known] = await world.stores.people.findMany(TENANT, [personId]);
        if (known?.version !== 1) return { personId };
        await amendSubscriber(world.stores)(OTHER_REGISTRAR, { personId, caseId: opened.basisId, holder });
        return { personId };
      };
    },
  },
  'an amendment of a number’s papers upon a case, with an image that another takes the place of': {
    // That they are opened, then the change.
    writes: 2,
    wish: async (world) => {
      const { personId, subscriptionId } = await (await registered(world, 1))();
      const { opened } = await openRegistryCase(world.stores)(
        REGISTRAR,
        { purpose: 'correction', personId },
        seedOf(2),
      );
      const subscription = { confirmation: image(2, 'confirmation'), contract: image(2, 'contract') };
      await world.bringNamed({ subscription });
      return async () => {
        // Said again it is another change to the same: who reads the versions sees both.
        const [known] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
        if (known?.version !== 1) return { subscriptionId };
        const amendment = { subscriptionId, caseId: opened.basisId, subscription };
        await amendSubscription(world.stores)(OTHER_REGISTRAR, amendment);
        return { subscriptionId };
      };
    },
  },
  'a finding that begins a timeline': {
    writes: 1,
    wish: async (world) => {
      const { subscriptionId } = await (await registered(world, 1))();
      await world.registry.moveSubscription(REGISTRAR, {
        subscriptionId,
        move: { name: 'verify' },
        by: 'registrar',
        isVerified: true,
      });
      const finding = { subscriptionId, timeline: 'device-change', grounds: 'network' } as const;
      return () => world.findings().recordFinding(REGISTRAR, finding, seedOf(2));
    },
  },
};

describe('where a write is lost, or applied and reported as failed', () => {
  it.each(Object.entries(WISHES))(
    '%s is there once, with one event, by the same wish again',
    async (_, row) => {
      const whole = registryWorld();
      await whole.openIndexes(FOUND_BY);
      const told = await (await row.wish(whole))();
      const expected = outcomeOf(whole);

      const failing = eachWrite();
      const writes = await failing.failsInTurn(async ({ during }) => {
        const world = registryWorld(failing.wrapTable);
        await world.openIndexes(FOUND_BY);
        const wish = await row.wish(world);
        const first = await during(wish).catch(expectFailure);
        const again = await wish();
        expect(again).toMatchObject(first ?? {});
        expect(Object.keys(again).toSorted()).toEqual(Object.keys(told).toSorted());
        const { looks, outcome } = outcomeOf(world);
        expect(outcome).toEqual(expected.outcome);
        expect(looks).toBeGreaterThanOrEqual(expected.looks);
      });
      expect(writes).toBe(row.writes);
    },
  );
});

describe('a registry that is opened while writes fail', () => {
  it('has each index begun once and made once, by whoever asks again', async () => {
    const failing = eachWrite();
    const asked = { expectedPeople: 10, isOver: () => false };
    const writes = await failing.failsInTurn(async ({ during }) => {
      const world = registryWorld(failing.wrapTable);
      const open = openRegistry(world.stores);
      await during(() => open(REGISTRAR, asked)).catch(expectFailure);
      expect(await open(REGISTRAR, asked)).toEqual({ ready: INDEX_NAMES, left: [] });
      expect(
        world
          .events()
          .map(({ unmapped }) => unmapped.change ?? '')
          .toSorted((one, other) => (one < other ? -1 : 1)),
      ).toEqual([...INDEX_NAMES.map(() => 'begun'), ...INDEX_NAMES.map(() => 'switched')]);
      await (
        await registered(world, 1)
      )();
      expect(world.entriesOf('msisdn', 1)).toHaveLength(1);
    });
    // Begun and switched, each index.
    expect(writes).toBe(2 * INDEX_NAMES.length);
  });
});

/** Somebody who searches for a number upon a transaction, and what is on record of it. */
const searching = async (wrap: Parameters<typeof registryWorld>[0]) => {
  const world = registryWorld(wrap);
  await world.openIndexes(FOUND_BY);
  const { personId } = await (await registered(world, 1))();
  const basisId = await transactionOf(world);
  const reports: string[] = [];
  const search = searchSubscribers(world.stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings: { report: ({ finding }) => void reports.push(finding) },
  });
  const ask = () =>
    search(REGISTRAR, { question: { msisdn: numberOf(1) }, purpose: 'registration', basisId });
  const said = () => {
    const changes = world.events().map(({ unmapped }) => unmapped.change);
    return ['candidates', 'hits'].map((one) => changes.filter((change) => change === one).length);
  };
  const counted = () =>
    world
      .items('requests')
      .filter(({ key }) => key.partition.includes('registrar-1'))
      .map(({ item }) => item['searches']);
  const isBound = () => world.stores.bases.isBound(TENANT, basisId, personId);
  return { personId, ask, said, counted, isBound, reports };
};

describe('a search while writes fail', () => {
  it('is counted as often as it is on record, and binds nobody whose hit is not', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const { personId, ask, said, counted, isBound } = await searching(failing.wrapTable);
      const first = await during(ask).catch(expectFailure);
      const [candidates = 0, hits = 0] = said();
      expect(new Set(counted())).toEqual(new Set(candidates === 0 ? [] : [candidates]));
      expect(await isBound()).toBe(hits === 1);
      // Nothing is answered but what is on record.
      expect(first === undefined || (candidates === 1 && hits === 1)).toBe(true);
      expect((await ask()).matches?.map((match) => match.personId)).toEqual([personId]);
      expect(said()).toEqual([candidates + 1, hits + 1]);
      expect(await isBound()).toBe(true);
    });
    // Candidates with the count, hits with whom they bind.
    expect(writes).toBe(2);
  });

  it('never goes beyond its quota, nor ends before it', async () => {
    const failing = eachWrite();
    await failing.failsInTurn(async ({ during }) => {
      const { ask, said, reports } = await searching(failing.wrapTable);
      const { value: limit } = inForce(searchesPerHour, Date.UTC(2026, 10, 22, 5));
      for (let n = 1; n < limit; n += 1) await ask();
      await during(ask).catch(() => undefined);
      const [candidates = 0] = said();
      expect(candidates).toBeGreaterThanOrEqual(limit - 1);
      // What was not counted may be asked for again.
      if (candidates < limit) await ask();
      await expect(ask()).rejects.toMatchObject({ code: 'SUBSCRIBER.QUOTA_EXCEEDED' });
      expect(reports).toEqual(['search-ceiling-reached']);
      expect(said()[0]).toBe(limit);
    });
  });
});
