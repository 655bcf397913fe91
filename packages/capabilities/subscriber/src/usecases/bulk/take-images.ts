import { rowImages, type FieldTexts, type ImageKeys } from '../../domain/index.ts';
import type { Writes } from './import-holder.ts';
import type { ImportLookups } from './import-lookups.ts';
import type { ImportSurroundings } from './import-surroundings.ts';
import type { BatchSoFar } from './prepared-row.ts';

/** Writes that take one image over: its key waits no more, and nobody looks after it. */
export const WRITES_OF_IMAGE = 2;

/** Images that a row takes over. */
export interface TakenImages {
  /** For its sealed fields. */
  readonly keys: ImageKeys;
  readonly imageIds: readonly string[];
  /** For its transaction, which refuses them where another record was first. */
  readonly writes: Writes;
}

/** Takes over what waits of the images that stored fields of a row name, and that no row before it in the transaction has. */
export const takeImages =
  ({ images, clock }: Pick<ImportSurroundings, 'images' | 'clock'>) =>
  (tenant: string, lookups: ImportLookups, batch: BatchSoFar, fields: FieldTexts): TakenImages => {
    const waitingOf = (imageId: string) =>
      batch.images.has(imageId) ? undefined : lookups.images.get(imageId);
    const taken = rowImages(fields, waitingOf, clock.now());
    return {
      keys: new Map(taken.map(({ imageId, key }) => [imageId, key])),
      imageIds: taken.map(({ imageId }) => imageId),
      writes: taken.flatMap((image) => images.adoptWrites(tenant, image)),
    };
  };
