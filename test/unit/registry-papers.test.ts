import { cryptoReady } from '@temkin/crypto';
import { toHex, type Caller } from '@temkin/kernel';
import {
  openFields,
  subscriptionOfStored,
  subscriptionRecord,
  type ImageRecord,
} from '@temkin/subscriber/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  amendSubscription,
  type PapersAmendment,
} from '../../packages/capabilities/subscriber/src/usecases/amend-subscription.ts';
import { closeRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/close-registry-case.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { png } from '../support/images.ts';
import { stagedTable } from '../support/staged-table.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { imageWorld } from './image-world.ts';
import {
  beginning,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

beforeAll(() => cryptoReady);

const OTHER_REGISTRAR = {
  ...REGISTRAR,
  principal: { ...REGISTRAR.principal, id: 'registrar-2', client: 'registrar-2' },
} as const;

const NOBODY = '00000000-0000-4000-8000-000000000000';

const POINT = { name: 'Điểm số 9', address: 'Số 9 phố Đội Cấn' };

const NAMED = { imageId: 'image-other', sha256: 'ab'.repeat(32) };

type World = Pick<RegistryWorld, 'stores'>;

const caseAbout = async ({ stores }: World, personId: string, n = 50): Promise<string> =>
  (await openRegistryCase(stores)(REGISTRAR, { purpose: 'correction', personId }, seedOf(n))).opened.basisId;

/** Amends as somebody else than who opened the case. */
const amending = ({ stores }: World) => {
  const amend = amendSubscription(stores);
  return (asked: PapersAmendment) => amend(OTHER_REGISTRAR, asked);
};

/** A number as it is kept, opened whole. */
const numberIn = async ({ stores }: World, personId: string, subscriptionId: string) => {
  const [number] = await stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
  const key = await stores.personKeys.find(TENANT, personId);
  if (number === undefined || key === undefined) throw new Error('the number is gone');
  const place = { tenant: TENANT, personId, record: subscriptionRecord(subscriptionId) };
  const texts = openFields(key, place, number.sealed, Object.keys(number.sealed));
  return { ...number, record: subscriptionOfStored({ clear: number.clear, texts }) };
};

/** An organisation's number that somebody uses, active, with all its papers; and a case about its holder. */
const organised = async (wrap?: Parameters<typeof registryWorld>[0]) => {
  const world = registryWorld(wrap);
  await world.openIndexes();
  const record = completeRecord({ kind: 'organisation', ordinal: 2 });
  await world.bringNamed(record);
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    {
      holder: record.holder,
      number: { subscription: record.subscription, standing: { state: 'active', holds: [] } },
    },
    seedOf(1),
  );
  return { world, record, personId, subscriptionId, caseId: await caseAbout(world, personId) };
};

const hexOf = (sealed: Readonly<Record<string, Uint8Array>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(sealed).map(([name, bytes]) => [name, toHex(bytes)]));

describe('an amendment of a number’s papers', () => {
  it('seals anew what it names, and nothing else of the number or its holder is another', async () => {
    const { world, record, personId, subscriptionId, caseId } = await organised();
    await world.bringNamed({ subscription: { contract: NAMED } });
    const before = await numberIn(world, personId, subscriptionId);
    const holder = await world.stores.people.find(TENANT, personId);
    const entries = world.items('subscriber-index');
    const { version, receipt } = await amending(world)({
      subscriptionId,
      caseId,
      subscription: { contract: NAMED, point: POINT, user: { birthDate: '1990-01-30' } },
    });
    const after = await numberIn(world, personId, subscriptionId);
    expect([version, after.version, after.receipt]).toEqual([2, 2, receipt]);
    const [was, is] = [hexOf(before.sealed), hexOf(after.sealed)];
    const others = Object.keys(is).filter((name) => is[name] !== was[name]);
    expect(others.toSorted()).toEqual(['contract', 'point', 'user.birthDate']);
    expect(after.record).toEqual({
      ...before.record,
      contract: NAMED,
      point: POINT,
      user: { ...record.subscription.user, birthDate: '1990-01-30' },
    });
    expect([after.clear, after.standing]).toEqual([before.clear, before.standing]);
    const now = await world.stores.people.find(TENANT, personId);
    expect([now?.version, now && hexOf(now.sealed)]).toEqual([2, holder && hexOf(holder.sealed)]);
    expect(world.items('subscriber-index')).toEqual(entries);
  });

  it('is on record by the names of the fields, upon the case, with both versions', async () => {
    const { world, personId, subscriptionId, caseId } = await organised();
    await amending(world)({
      subscriptionId,
      caseId,
      subscription: { point: POINT, user: { name: 'Lê Mai' } },
    });
    const event = world.events().at(-1);
    expect([event?.api.operation, event?.unmapped.purpose, event?.unmapped.fields]).toEqual([
      'subscription.amend',
      'correction',
      ['point', 'user.name'],
    ]);
    expect(event?.resources.map(({ type, uid, version }) => [type, uid, version])).toEqual([
      ['subscriber', personId, '2'],
      ['subscription', subscriptionId, '2'],
      ['registry-case', caseId, undefined],
    ]);
    expect(JSON.stringify(event)).not.toContain('Điểm số 9');
  });

  it('brings in nothing that a registration would refuse, and says what by code and place', async () => {
    const { world, personId, subscriptionId, caseId } = await organised();
    const kept = () => ['subscribers', 'subscriber-keys', 'subscriber-index'].flatMap(world.items);
    const before = kept();
    for (const [user, detail] of [
      [{ name: '1234' }, /^malformed-name/],
      [{ birthDate: '1991-01-31' }, /^birth-date-disagrees$/],
    ] as const)
      await expect(amending(world)({ subscriptionId, caseId, subscription: { user } })).rejects.toMatchObject(
        {
          code: 'SUBSCRIBER.RECORD_REFUSED',
          details: {
            errors: [
              {
                pointer: expect.stringMatching(/^\/subscription\/user\/(?:name|identity)$/),
                detail: expect.stringMatching(detail),
              },
            ],
          },
        },
      );
    expect(kept()).toEqual(before);
    expect((await numberIn(world, personId, subscriptionId)).version).toBe(1);
  });

  it('is not kept out by what was wrong before and is not touched', async () => {
    const world = registryWorld();
    await world.openIndexes();
    // As an old system has it: no portrait, no papers, a fourth number without a contract, a user of no name.
    const { subscription } = beginning(numberOf(1));
    const number = {
      subscription: { ...subscription, ordinal: 4, user: { name: '1234' } },
      standing: { state: 'active', holds: [] },
    } as const;
    const { personId, subscriptionId = '' } = await world.registry.newPerson(
      REGISTRAR,
      { holder: registration(1).holder, number },
      seedOf(1),
    );
    await world.bringNamed({ subscription: { contract: NAMED } });
    const caseId = await caseAbout(world, personId);
    await amending(world)({ subscriptionId, caseId, subscription: { contract: NAMED } });
    expect((await numberIn(world, personId, subscriptionId)).record.contract).toEqual(NAMED);
    // What is touched must be right, whatever it was.
    await expect(
      amending(world)({ subscriptionId, caseId, subscription: { user: { name: '5678' } } }),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.RECORD_REFUSED' });
  });

  it('is refused upon no case, one’s own, a closed one, or one about somebody else; and of who is not there', async () => {
    const { world, personId, subscriptionId, caseId } = await organised();
    const stranger = await world.registry.newPerson(REGISTRAR, registration(2), seedOf(2));
    const amend = (asked: Partial<PapersAmendment>, by: Caller = OTHER_REGISTRAR) =>
      amendSubscription(world.stores)(by, {
        subscriptionId,
        caseId,
        subscription: { point: POINT },
        ...asked,
      });
    const required = { code: 'SUBSCRIBER.BASIS_REQUIRED' };
    await expect(amend({ caseId: '0'.repeat(32) })).rejects.toMatchObject(required);
    await expect(amend({}, REGISTRAR)).rejects.toMatchObject(required);
    const about = await caseAbout(world, stranger.personId, 51);
    await expect(amend({ caseId: about })).rejects.toMatchObject(required);
    const closed = await caseAbout(world, personId, 52);
    await closeRegistryCase(world.stores)(REGISTRAR, closed);
    await expect(amend({ caseId: closed })).rejects.toMatchObject(required);
    await expect(amend({ subscriptionId: NOBODY })).rejects.toMatchObject({ code: 'SUBSCRIPTION.UNKNOWN' });
    await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, personId)], 'destroyed');
    await expect(amend({})).rejects.toMatchObject({ code: 'SUBSCRIBER.UNKNOWN' });
    const [number] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
    expect(number?.version).toBe(1);
  });

  it('meets a move, another amendment and an amendment of the holder at once, and each is there', async () => {
    const { world, personId, subscriptionId, caseId } = await organised();
    const amend = amending(world);
    const hold = { name: 'hold', cause: 'holder-request', level: 'one-way' } as const;
    await Promise.all([
      amend({ subscriptionId, caseId, subscription: { point: POINT } }),
      amend({ subscriptionId, caseId, subscription: { user: { name: 'Lê Thị Mai' } } }),
      world.registry.moveSubscription(REGISTRAR, { subscriptionId, move: hold, by: 'registrar' }),
      world.registry.amendPerson(REGISTRAR, { personId, holder: { name: 'Công ty TNHH 623' } }),
    ]);
    const { record, standing, version } = await numberIn(world, personId, subscriptionId);
    expect([record.point, record.user?.name, standing.state, version]).toEqual([
      POINT,
      'Lê Thị Mai',
      'suspended-one-way',
      4,
    ]);
    const shown = await world.registry.readPerson(REGISTRAR, {
      personId,
      fields: { name: 'full' },
      purpose: 'correction',
      basis: { kind: 'case', reference: 'case-1' },
    });
    expect(shown.holder).toEqual({ name: 'Công ty TNHH 623' });
  });

  it('is of nobody whose case is closed, or who is erased, while it is under way', async () => {
    for (const [between, code] of [
      [
        async (world: RegistryWorld, _personId: string, caseId: string): Promise<void> => {
          await closeRegistryCase(world.stores)(REGISTRAR, caseId);
        },
        'SUBSCRIBER.BASIS_REQUIRED',
      ],
      [
        async (world: RegistryWorld, personId: string): Promise<void> => {
          await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, personId)], 'destroyed');
        },
        'SUBSCRIBER.UNKNOWN',
      ],
    ] as const) {
      const staged = stagedTable();
      const { world, personId, subscriptionId, caseId } = await organised(staged.wrapTable);
      staged.inBetween(
        () => between(world, personId, caseId),
        (writes) => writes.some(({ kind, key }) => kind === 'update' && key.table === 'subscribers'),
      );
      await expect(
        amending(world)({ subscriptionId, caseId, subscription: { point: POINT } }),
      ).rejects.toMatchObject({ code });
      const [number] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
      expect(number?.version).toBe(1);
    }
  });
});

/** Somebody with two numbers of one contract. */
const contracted = async () => {
  const world = imageWorld();
  await world.openIndexes();
  const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
  const contract = await world.bring(png());
  const ids: string[] = [];
  for (const n of [2, 3]) {
    const { subscription, standing } = beginning(numberOf(n));
    const number = { subscription: { ...subscription, contract }, standing };
    const { subscriptionId = '' } = await world.registry.newSubscription(
      REGISTRAR,
      { personId, number },
      seedOf(n),
    );
    ids.push(subscriptionId);
  }
  const [first = '', second = ''] = ids;
  const caseId = await caseAbout(world, personId);
  const amend = (subscriptionId: string, image: ImageRecord) =>
    amending(world)({ subscriptionId, caseId, subscription: { contract: image } });
  const look = (subscriptionId: string, { imageId }: ImageRecord) =>
    world.images.readImage(REGISTRAR, {
      personId,
      imageId,
      subscriptionId,
      field: 'contract',
      purpose: 'correction',
      basis: { kind: 'case', reference: 'case-1' },
    });
  return { world, personId, contract, first, second, amend, look };
};

describe('images that an amendment of a number’s papers names', () => {
  it('are taken over, and what they replace dies with the last number that names it', async () => {
    const { world, contract, first, second, amend, look } = await contracted();
    const other = await world.bring(png(5_000));
    await amend(first, other);
    expect([world.pending().length, world.dueImages().length]).toEqual([0, 0]);
    expect((await look(first, other)).type).toBe('image/png');
    await expect(look(first, contract)).rejects.toMatchObject({ code: 'SUBSCRIBER.UNKNOWN' });
    expect((await look(second, contract)).type).toBe('image/png');

    // The other number's own contract is this person's: it is named again, and keeps its key.
    await amend(second, other);
    expect((await look(second, other)).type).toBe('image/png');
    expect(world.dueImages()).toHaveLength(1);
    expect(await world.dropDue()).toEqual(['done']);
    expect([...world.blobs.stored.keys()]).toEqual([`images/${TENANT}/${other.imageId}`]);
  });

  it('stay where the same is named again', async () => {
    const { world, contract, first, amend, look } = await contracted();
    await amend(first, contract);
    expect(world.dueImages()).toEqual([]);
    expect((await look(first, contract)).type).toBe('image/png');
  });

  it('are refused where nobody brought them, they have another hash, or are somebody else’s', async () => {
    const { world, contract, first, amend, look } = await contracted();
    const [theirs, fresh] = [await world.bring(), await world.bring()];
    const person = registration(5);
    const holder = { ...person.holder, portrait: theirs };
    await world.registry.newPerson(REGISTRAR, { ...person, holder }, seedOf(5));
    for (const image of [
      theirs,
      { ...fresh, sha256: 'ab'.repeat(32) },
      { imageId: '0'.repeat(32), sha256: fresh.sha256 },
    ])
      await expect(amend(first, image)).rejects.toMatchObject({ code: 'SUBSCRIBER.IMAGE_UNKNOWN' });
    expect((await look(first, contract)).type).toBe('image/png');
    expect(world.pending()).toHaveLength(1);
  });
});
