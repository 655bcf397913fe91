import { cryptoReady } from '@temkin/crypto';
import { systemRandom, utf8 } from '@temkin/kernel';
import { imageType, openImage, sealImage } from '@temkin/subscriber/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import { needlesOfBytes, searchFor } from '../support/canaries.ts';
import { eachWrite } from '../support/each-write.ts';
import { jpeg, png } from '../support/images.ts';
import { imageWorld, type ImageWorld } from './image-world.ts';
import { REGISTRAR, TENANT } from './registry-world.ts';

beforeAll(() => cryptoReady);

const HOUR = 3_600_000;

const operations = (world: Pick<ImageWorld, 'events'>) => world.events().map(({ api }) => api.operation);

describe('what an image is', () => {
  it('is told by its first bytes, whatever it is called', () => {
    expect([imageType(jpeg()), imageType(png())]).toEqual(['image/jpeg', 'image/png']);
    const others = [
      '',
      'GIF89a',
      '%PDF-1.7',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'RIFF0000WEBPVP8 ',
    ];
    for (const other of others) expect(imageType(utf8(other)), other).toBeUndefined();
    for (const cut of [0, 1, 2]) expect(imageType(jpeg().subarray(0, cut))).toBeUndefined();
    for (const cut of [8, 15]) expect(imageType(png().subarray(0, cut))).toBeUndefined();
  });

  it('opens under its key at its place alone, and not where one bit is another', () => {
    const [key, place, bytes] = [systemRandom(32), { tenant: 'ems', imageId: 'a' }, jpeg()];
    const sealed = sealImage(key, place, bytes, systemRandom);
    expect(openImage(key, place, sealed)).toEqual(bytes);
    expect(openImage(systemRandom(32), place, sealed)).toBeUndefined();
    for (const other of [
      { ...place, tenant: 'vnpost' },
      { ...place, imageId: 'b' },
    ])
      expect(openImage(key, other, sealed)).toBeUndefined();
    for (const at of [0, 24, sealed.length - 1])
      expect(openImage(key, place, sealed.with(at, (sealed[at] ?? 0) ^ 1))).toBeUndefined();
    for (const cut of [0, 10, 24, sealed.length - 1])
      expect(openImage(key, place, sealed.subarray(0, cut))).toBeUndefined();
  });
});

describe('an image that is brought', () => {
  it('lies sealed under a key of its own, is on record, and waits for a day', async () => {
    const world = imageWorld();
    const bytes = jpeg(50_000);
    const kept = await world.images.keepImage(REGISTRAR, { bytes, occasion: 'registration' });
    expect(kept).toMatchObject({ imageId: expect.stringMatching(/^[0-9a-f]{32}$/), bytes: 50_000 });
    expect([...world.blobs.stored.keys()]).toEqual([`images/${TENANT}/${kept.imageId}`]);
    expect(Math.round((kept.endsAt - world.clock.now()) / HOUR)).toBe(24);
    expect(world.pending()).toHaveLength(1);
    expect(world.dueImages()).toHaveLength(1);
    const [event] = world.events();
    expect([event?.api.operation, event?.resources]).toEqual([
      'subscriber.image',
      [expect.objectContaining({ type: 'registry-image', uid: kept.imageId })],
    ]);
  });

  it('waits for a month where it was brought for an import', async () => {
    const world = imageWorld();
    const { endsAt } = await world.images.keepImage(REGISTRAR, { bytes: png(), occasion: 'import' });
    expect(Math.round((endsAt - world.clock.now()) / HOUR)).toBe(30 * 24);
  });

  it('is nowhere in clear, nor is its SHA-256', async () => {
    const world = imageWorld();
    const bytes = jpeg(4_000);
    const { sha256 } = await world.bring(bytes);
    const find = searchFor([
      ...needlesOfBytes(bytes.subarray(0, 40), 'its beginning'),
      ...needlesOfBytes(bytes.subarray(2_000, 2_040), 'its middle'),
      ...needlesOfBytes(Buffer.from(sha256, 'hex'), 'its hash'),
    ]);
    const stored = [
      ...world.blobs.stored.values(),
      ...world.memory
        .items()
        .map((one) =>
          Buffer.from(
            JSON.stringify(one, (_, value: unknown) =>
              value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
            ),
          ),
        ),
    ];
    expect(stored.flatMap((one) => find(one))).toEqual([]);
    expect(find(bytes)).toEqual(['its beginning', 'its middle']);
  });

  it.each([
    ['no picture', utf8('%PDF-1.7 a paper')],
    ['nothing', new Uint8Array()],
    ['more than two million bytes', new Uint8Array([...jpeg(16), ...new Uint8Array(2_000_000)])],
  ])('is not taken where it is %s, and leaves nothing', async (_, bytes) => {
    const world = imageWorld();
    await expect(
      world.images.keepImage(REGISTRAR, { bytes, occasion: 'registration' }),
    ).rejects.toMatchObject({
      code: 'SUBSCRIBER.IMAGE_NOT_TAKEN',
    });
    expect([world.blobs.stored.size, world.pending().length, world.dueImages().length]).toEqual([0, 0, 0]);
  });

  it('is somebody’s to look after before its first byte is stored, whatever fails', async () => {
    const failing = eachWrite();
    const world = imageWorld(failing.wrapTable);
    const writes = await failing.failsInTurn(async ({ during }) => {
      await during(() => world.bring()).catch(() => undefined);
      const watched = new Set(world.dueImages().map(({ key }) => key.sort.split('#').at(-1)));
      for (const name of world.blobs.stored.keys()) expect(watched.has(name.split('/').at(-1))).toBe(true);
    });
    expect(writes).toBeGreaterThan(0);
    world.clock.advance(25 * HOUR);
    await world.dropDue();
    expect([world.blobs.stored.size, world.pending().length, world.dueImages().length]).toEqual([0, 0, 0]);
  });
});

describe('an image that no record names', () => {
  it('dies when its time is over, key first, on record, and not before', async () => {
    const world = imageWorld();
    await world.bring();
    world.clock.advance(23 * HOUR);
    expect(await world.dropDue()).toEqual([]);
    world.clock.advance(2 * HOUR);
    expect(await world.dropDue()).toEqual(['done']);
    expect([world.blobs.stored.size, world.pending().length, world.dueImages().length]).toEqual([0, 0, 0]);
    expect(operations(world)).toEqual(['subscriber.image', 'subscriber.drop-image']);
    expect(await world.dropDue()).toEqual([]);
  });

  it('dies once, whatever write is lost or applied and reported as failed, and whoever else is at it', async () => {
    const failing = eachWrite();
    const world = imageWorld(failing.wrapTable);
    const writes = await failing.failsInTurn(async ({ during }) => {
      await world.bring();
      world.clock.advance(25 * HOUR);
      await during(() => world.dropDue()).catch(() => undefined);
      await Promise.all([world.dropDue(), world.dropDue()]);
      expect([world.blobs.stored.size, world.pending().length, world.dueImages().length]).toEqual([0, 0, 0]);
    });
    expect(writes).toBe(2);
    const dropped = operations(world).filter((one) => one === 'subscriber.drop-image').length;
    expect(dropped).toBe(operations(world).filter((one) => one === 'subscriber.image').length);
  });

  it('is gone from the blob store by the next run where that was down', async () => {
    const world = imageWorld();
    await world.bring();
    world.clock.advance(25 * HOUR);
    world.failDeletes(true);
    await expect(world.dropDue()).rejects.toThrow('down');
    expect([world.pending().length, world.blobs.stored.size]).toEqual([0, 1]);
    world.failDeletes(false);
    expect(await world.dropDue()).toEqual(['done']);
    expect(world.blobs.stored.size).toBe(0);
  });
});
