import { cryptoReady } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import type { ImageRecord } from '@temkin/subscriber/domain';
import type { ImageReading } from '../../packages/capabilities/subscriber/src/usecases/images/read-image.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { jpeg, png } from '../support/images.ts';
import { imageWorld, type ImageWorld } from './image-world.ts';
import { beginning, numberOf, registration, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

beforeAll(() => cryptoReady);

const HOUR = 3_600_000;

/** Person n with a portrait. */
const withPortrait = (n: number, portrait: ImageRecord) => {
  const person = registration(n);
  return { ...person, holder: { ...person.holder, portrait } };
};

const correcting = (
  personId: string,
  { imageId }: ImageRecord,
  more: Partial<ImageReading> = {},
): ImageReading => ({
  personId,
  imageId,
  field: 'portrait',
  purpose: 'correction',
  basis: { kind: 'case', reference: 'case-1' },
  ...more,
});

const registered = async (world: ImageWorld, bytes = jpeg()) => {
  await world.openIndexes();
  const portrait = await world.bring(bytes);
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    withPortrait(1, portrait),
    seedOf(1),
  );
  return { personId, subscriptionId, portrait, bytes };
};

describe('an image that a record names', () => {
  it('is the person’s: it waits no more, nobody drops it, and its key is in no field that is read', async () => {
    const world = imageWorld();
    const { personId, portrait } = await registered(world);
    expect([world.pending().length, world.dueImages().length]).toEqual([0, 0]);
    world.clock.advance(25 * HOUR);
    expect(await world.dropDue()).toEqual([]);
    expect(world.blobs.stored.size).toBe(1);
    const shown = await world.registry.readPerson(REGISTRAR, {
      personId,
      fields: { portrait: 'full' },
      purpose: 'correction',
      basis: { kind: 'case', reference: 'case-1' },
    });
    expect(shown.holder).toEqual({ portrait });
  });

  it('is refused where nobody brought it, it has another hash, it died, or another record has it', async () => {
    const world = imageWorld();
    const { portrait } = await registered(world);
    const [fresh, dead] = [await world.bring(), await world.bring()];
    world.clock.advance(25 * HOUR);
    const late = await world.bring();
    await world.dropDue();
    const wrong = [
      portrait,
      fresh,
      dead,
      { ...late, sha256: 'ab'.repeat(32) },
      { imageId: '0'.repeat(32), sha256: late.sha256 },
    ];
    for (const [n, image] of wrong.entries())
      await expect(
        world.registry.newPerson(REGISTRAR, withPortrait(2 + n, image), seedOf(2 + n)),
      ).rejects.toMatchObject({ code: 'SUBSCRIBER.IMAGE_UNKNOWN' });
    expect(world.items('subscriber-keys').filter(({ key }) => key.partition.startsWith('R#'))).toHaveLength(
      1,
    );
    await world.registry.newPerson(REGISTRAR, withPortrait(2, late), seedOf(2));
  });

  it('is one record’s where two name it at once', async () => {
    const world = imageWorld();
    await world.openIndexes();
    const portrait = await world.bring();
    const both = await Promise.allSettled(
      [1, 2].map((n) => world.registry.newPerson(REGISTRAR, withPortrait(n, portrait), seedOf(n))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is another company’s nowhere', async () => {
    const world = imageWorld();
    await world.openIndexes();
    const other = { ...REGISTRAR, principal: { ...REGISTRAR.principal, tenant: 'vnpost' } };
    const portrait = await world.bring(jpeg(), other);
    await expect(
      world.registry.newPerson(REGISTRAR, withPortrait(1, portrait), seedOf(1)),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.IMAGE_UNKNOWN' });
  });

  it('stays with whom an amendment leaves it, and dies once it is replaced', async () => {
    const world = imageWorld();
    const { personId, portrait, bytes } = await registered(world);
    const amend = (images: readonly ImageRecord[], face: ImageRecord) =>
      world.registry.amendPerson(REGISTRAR, { personId, holder: { documentImages: images, portrait: face } });
    const [front, face] = [await world.bring(png()), await world.bring()];
    await amend([front], portrait);
    expect((await world.images.readImage(REGISTRAR, correcting(personId, portrait))).bytes).toEqual(bytes);
    await amend([front], face);
    expect(world.dueImages()).toHaveLength(1);
    expect(await world.dropDue()).toEqual(['done']);
    expect([...world.blobs.stored.keys()].toSorted()).toEqual(
      [front, face].map(({ imageId }) => `images/${TENANT}/${imageId}`).toSorted(),
    );
    await expect(world.images.readImage(REGISTRAR, correcting(personId, portrait))).rejects.toMatchObject({
      code: 'SUBSCRIBER.UNKNOWN',
    });
  });

  it('is of several numbers where it is their contract, each with the key', async () => {
    const world = imageWorld();
    const { personId } = await registered(world);
    const [contract, bytes] = [await world.bring(png()), world.blobs.stored.size];
    const further = (n: number) => {
      const { subscription, standing } = beginning(numberOf(n));
      return { personId, number: { subscription: { ...subscription, contract }, standing } };
    };
    const ids: string[] = [];
    for (const n of [2, 3]) {
      const { subscriptionId = '' } = await world.registry.newSubscription(REGISTRAR, further(n), seedOf(n));
      ids.push(subscriptionId);
    }
    for (const subscriptionId of ids) {
      const reading = correcting(personId, contract, { subscriptionId, field: 'contract' });
      expect((await world.images.readImage(REGISTRAR, reading)).type).toBe('image/png');
    }
    expect(world.blobs.stored.size).toBe(bytes);
  });

  it('is taken over once or not at all, whatever write is lost or applied and reported as failed', async () => {
    const failing = eachWrite();
    const world = imageWorld(failing.wrapTable);
    await world.openIndexes();
    let n = 0;
    await failing.failsInTurn(async ({ during }) => {
      n += 1;
      const portrait = await world.bring();
      const register = () => world.registry.newPerson(REGISTRAR, withPortrait(n, portrait), seedOf(n));
      await during(register).catch(() => undefined);
      const { personId } = await register();
      expect((await world.images.readImage(REGISTRAR, correcting(personId, portrait))).type).toBe(
        'image/jpeg',
      );
    });
    expect([world.pending().length, world.dueImages().length]).toEqual([0, 0]);
    expect(n).toBeGreaterThan(2);
  });
});

describe('whoever looks at an image', () => {
  it('sees it byte for byte with its type, and is on record before any key is opened', async () => {
    const world = imageWorld();
    const { personId, portrait, bytes } = await registered(world, png(9_000));
    const shown = await world.images.readImage(REGISTRAR, correcting(personId, portrait));
    expect([toHex(shown.bytes.subarray(0, 99)), shown.type]).toEqual([
      toHex(bytes.subarray(0, 99)),
      'image/png',
    ]);
    const event = world.events().at(-1);
    expect([event?.api.operation, event?.unmapped.groups, event?.unmapped.purpose]).toEqual([
      'subscriber.read',
      ['portrait'],
      'correction',
    ]);
    expect(event?.resources.map(({ type, uid }) => [type, uid])).toEqual([
      ['subscriber', personId],
      ['registry-image', portrait.imageId],
      ['registry-case', 'case-1'],
    ]);
  });

  it.each([
    [
      'a purpose that shows none in full',
      { purpose: 'registration', basis: { kind: 'transaction', reference: 't' } },
      'SUBSCRIBER.FIELD_NOT_ALLOWED',
    ],
    ['no case', { basis: undefined }, 'SUBSCRIBER.BASIS_REQUIRED'],
    ['a purpose of another role', { purpose: 'data-subject-request' }, 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'],
    ['a field that names another', { field: 'authorisation' }, 'SUBSCRIBER.UNKNOWN'],
    ['somebody else', { personId: '00000000-0000-4000-8000-000000000000' }, 'SUBSCRIBER.UNKNOWN'],
    ['an image that is nobody’s', { imageId: '0'.repeat(32) }, 'SUBSCRIBER.UNKNOWN'],
  ] as const)('is refused with %s', async (_, more, code) => {
    const world = imageWorld();
    const { personId, portrait } = await registered(world);
    const reading = { ...correcting(personId, portrait), ...more } as ImageReading;
    await expect(world.images.readImage(REGISTRAR, reading)).rejects.toMatchObject({ code });
  });

  it('is told where the blob store has it no more, and shown nothing that somebody put in its place', async () => {
    const world = imageWorld();
    const { personId, portrait } = await registered(world);
    const name = `images/${TENANT}/${portrait.imageId}`;
    const look = () => world.images.readImage(REGISTRAR, correcting(personId, portrait));
    world.blobs.stored.set(name, jpeg());
    await expect(look()).rejects.toThrow('does not open');
    world.blobs.stored.delete(name);
    await expect(look()).rejects.toMatchObject({ code: 'SUBSCRIBER.IMAGE_LOST' });
  });

  it('sees nothing of who is erased', async () => {
    const world = imageWorld();
    const { personId, portrait } = await registered(world);
    await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, personId)], 'erase');
    await expect(world.images.readImage(REGISTRAR, correcting(personId, portrait))).rejects.toMatchObject({
      code: 'SUBSCRIBER.UNKNOWN',
    });
  });
});
