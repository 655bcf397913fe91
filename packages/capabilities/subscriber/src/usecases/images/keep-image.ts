import { inForce, toHex, type Caller, type Receipt } from '@temkin/kernel';
import { imageBytes, imageType, imageWaits, sealImage, type ImageOccasion } from '../../domain/index.ts';
import { imageResource, refuse } from '../refuse.ts';
import type { ImageRoom } from './image-room.ts';

/** An image as it was kept: what a record names it by, and until when one must. */
export interface KeptImage {
  readonly imageId: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly receipt: Receipt;
}

const ID_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Keeps an image, sealed under a random key of its own, until a record names it, and no longer than `imageWaits` says. It is on
 * record, and somebody is to look after it, before the first byte of it is stored. Whoever brings it twice has two, of which one dies
 * unnamed. Refuses `SUBSCRIBER.IMAGE_NOT_TAKEN` for what is no JPEG or PNG, or too large.
 */
export const keepImage =
  ({ recorder, images, blobs, sha256, clock, random }: ImageRoom) =>
  async (
    caller: Caller,
    { bytes, occasion }: { readonly bytes: Uint8Array; readonly occasion: ImageOccasion },
  ): Promise<KeptImage> => {
    const { tenant } = caller.principal;
    const now = clock.now();
    if (imageType(bytes) === undefined || bytes.length > inForce(imageBytes, now).value)
      throw refuse('SUBSCRIBER.IMAGE_NOT_TAKEN');
    const waits = inForce(imageWaits, now);
    const imageId = toHex(random(ID_BYTES));
    const key = random(KEY_BYTES);
    const hash = toHex(await sha256(bytes));
    const endsAt = now + waits.value[occasion] * 3_600_000;
    const pending = await images.putWrites(tenant, { imageId, key, sha256: hash, endsAt });
    const recorded = await recorder.commit(
      caller,
      {
        action: 'subscriber.image',
        outcome: 'allowed',
        change: occasion,
        policies: [waits.id],
        resources: [imageResource(imageId)],
      },
      { writes: () => pending },
    );
    if (recorded.outcome !== 'committed') throw refuse('SUBSCRIBER.CHANGED', { retryAfterSeconds: 1 });
    await blobs.put({ tenant, imageId }, sealImage(key, { tenant, imageId }, bytes, random));
    return { imageId, sha256: hash, bytes: bytes.length, endsAt, receipt: recorded.receipt };
  };
