import { inForce } from '@temkin/kernel';
import { imagesOfRow, namedImages, type SubscriberRecord } from '../../domain/index.ts';
import type { PendingImage } from '../../store/pending-images.ts';
import type { ImportSurroundings } from './import-surroundings.ts';

/** Images that one read asks for. */
const PAGE = 100;

/** The images that records name and that wait for one, by their ids: of each record as many as one takes over, a hundred in a read. */
export const waitingImages =
  ({ images, clock }: Pick<ImportSurroundings, 'images' | 'clock'>) =>
  async (
    tenant: string,
    records: readonly SubscriberRecord[],
  ): Promise<ReadonlyMap<string, PendingImage>> => {
    const limit = inForce(imagesOfRow, clock.now()).value;
    const named = [
      ...new Set(
        records.flatMap((record) =>
          namedImages(record)
            .slice(0, limit)
            .map(({ imageId }) => imageId),
        ),
      ),
    ];
    const waiting = new Map<string, PendingImage>();
    for (let at = 0; at < named.length; at += PAGE) {
      const some = named.slice(at, at + PAGE).map((imageId) => ({ imageId }));
      for (const image of await images.findMany(tenant, some))
        if (image !== undefined) waiting.set(image.imageId, image);
    }
    return waiting;
  };
