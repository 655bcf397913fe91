import { cryptoReady } from '@temkin/crypto';
import { identitySimulator } from '@temkin/identity';
import { provisioningSimulator } from '@temkin/provisioning';
import { registryFaces, subscriptionLifecycle } from '@temkin/subscriber';
import { imageBlob, type ImageRecord } from '@temkin/subscriber/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import { dueWork } from '../../packages/capabilities/subscriber/src/store/due-work.ts';
import { leftImagesWrites } from '../../packages/capabilities/subscriber/src/store/pending-images.ts';
import { eachWrite } from '../support/each-write.ts';
import { imageWorld, type ImageWorld } from './image-world.ts';
import { beginning, citizen, numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

beforeAll(() => cryptoReady);

const YEARS = 3 * 366 * 24 * 3_600_000;

const blobOf = ({ imageId }: Pick<ImageRecord, 'imageId'>): string => imageBlob({ tenant: TENANT, imageId });

const livesOf = (world: ImageWorld) => {
  const identity = identitySimulator({ clock: world.clock, isBelieving: true });
  const faces = registryFaces({ ...world.dependencies(), blobs: world.blobs });
  return subscriptionLifecycle({ ...world.dependencies(), identity, faces });
};

/** Person n with a portrait, a scan with the number, and a picture of the face by which they were verified. */
const served = async (world: ImageWorld, n: number) => {
  const [portrait, confirmation, face] = [await world.bring(), await world.bring(), await world.bring()];
  const { subscription, standing } = beginning(numberOf(n));
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    {
      holder: { kind: 'citizen', ...citizen(n), document: { kind: 'identity-card' }, portrait },
      number: { subscription: { ...subscription, confirmation }, standing },
    },
    seedOf(n),
  );
  const verified = await livesOf(world).verifySubscription(
    REGISTRAR,
    {
      subscriptionId,
      wants: 'identity',
      channel: 'own-fixed',
      measures: [],
      by: 'registrar',
      faceImageId: face.imageId,
    },
    seedOf(900 + n),
  );
  expect(verified.is).toBe('verified');
  return { personId, subscriptionId, images: [portrait, confirmation, face] };
};

const run = (world: ImageWorld, deadlineMilliseconds = Number.MAX_SAFE_INTEGER) => {
  const network = provisioningSimulator();
  const notices = { send: () => Promise.reject(new Error('nobody is told anything')) };
  return world
    .due({ notices, network, systems: network, blobs: world.blobs })
    .workOff({ deadlineMilliseconds });
};

const gone = async (wrap?: Parameters<typeof imageWorld>[0]) => {
  const world = imageWorld(wrap);
  await world.openIndexes(['msisdn']);
  const [ends, stays] = [await served(world, 1), await served(world, 2)];
  await livesOf(world).moveSubscription(REGISTRAR, {
    subscriptionId: ends.subscriptionId,
    move: { name: 'end', cause: 'holder-request' },
    by: 'registrar',
  });
  return { world, ends, stays };
};

describe('the images of who is erased', () => {
  it('are gone with the run that erases them, of record, numbers and verifications, and nobody else’s', async () => {
    const { world, ends, stays } = await gone();
    await run(world);
    expect(world.blobs.stored.size).toBe(6);
    world.clock.advance(YEARS);
    expect(await run(world)).toMatchObject({ failed: 0, remaining: false });
    expect(await world.stores.people.find(TENANT, ends.personId)).toBeUndefined();
    expect([...world.blobs.stored.keys()].toSorted()).toEqual(stays.images.map(blobOf).toSorted());
    expect(world.dueImages()).toEqual([]);
  });

  it('are gone by the next run, whichever write is lost or applied unseen', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const { world, ends, stays } = await gone(failing.wrapTable);
      await run(world);
      world.clock.advance(YEARS);
      await during(() => run(world));
      world.clock.advance(900_000);
      await run(world);
      expect(await world.stores.people.find(TENANT, ends.personId)).toBeUndefined();
      expect([...world.blobs.stored.keys()].toSorted()).toEqual(stays.images.map(blobOf).toSorted());
      expect(world.dueImages()).toEqual([]);
    });
    expect(writes).toBeGreaterThanOrEqual(4);
  }, 30_000);

  it('are gone in the end where the time of a run is too short for all of them', async () => {
    const world = imageWorld();
    const brought: ImageRecord[] = [];
    for (let n = 0; n < 20; n += 1) brought.push(await world.bring());
    const names = brought.map(({ imageId }) => imageId);
    const personId = '00000000-0000-4000-8000-000000000000';
    const [put] = leftImagesWrites(TENANT, personId, names, world.clock.now());
    if (put === undefined) throw new Error('nothing is left');
    await world.memory.transact([put], 'left');
    const due = dueWork(world.dependencies());
    const left = async () => {
      for await (const waiting of due.until('image', '0', world.clock.now()))
        if (waiting !== 'broken' && waiting.images !== undefined) return waiting;
      return undefined;
    };
    const sizes: number[] = [];
    for (let waiting = await left(); waiting !== undefined; waiting = await left()) {
      let looks = 0;
      await world.images.dropImage(waiting, () => (looks += 1) > 1);
      sizes.push(world.blobs.stored.size);
    }
    expect(sizes).toEqual([12, 4, 0]);
  });
});
