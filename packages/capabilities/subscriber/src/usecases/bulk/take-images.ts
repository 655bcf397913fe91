import { meantImages, rowImages, type FieldTexts, type ImageKeys } from '../../domain/index.ts';
import type { Writes } from './import-holder.ts';
import type { ImportLookups } from './import-lookups.ts';
import type { ImportSurroundings } from './import-surroundings.ts';
import type { OwnImage } from './peoples-images.ts';
import type { BatchSoFar } from './prepared-row.ts';

/** Writes that take one image over: its key waits no more, and nobody looks after it. */
export const WRITES_OF_IMAGE = 2;

/** Images that a row takes over. */
export interface TakenImages {
  /** For its sealed fields, with those of images that its person has already. */
  readonly keys: ImageKeys;
  readonly taken: readonly OwnImage[];
  /** For its transaction, which refuses them where another record was first. */
  readonly writes: Writes;
}

/**
 * Takes over what waits of the images that stored fields of a row name, for the person that the row is of. What that person has already,
 * be it by a row before it in the transaction, keeps its key; what anybody else has is nobody's here.
 *
 * @param stored what else the person is known to have
 */
export const takeImages =
  ({ images, clock }: Pick<ImportSurroundings, 'images' | 'clock'>) =>
  (
    tenant: string,
    lookups: ImportLookups,
    batch: BatchSoFar,
    {
      personId,
      fields,
      stored = [],
    }: {
      readonly personId: string;
      readonly fields: FieldTexts;
      readonly stored?: readonly OwnImage[];
    },
  ): TakenImages => {
    const waitingOf = (imageId: string) =>
      batch.images.has(imageId) ? undefined : lookups.images.get(imageId);
    const ownOf = (imageId: string): OwnImage | undefined => {
      const found =
        batch.images.get(imageId) ??
        lookups.own.get(imageId) ??
        stored.find((image) => image.imageId === imageId);
      return found?.personId === personId ? found : undefined;
    };
    const waiting = rowImages(fields, waitingOf, clock.now());
    return {
      keys: new Map([...meantImages(fields, ownOf), ...waiting].map(({ imageId, key }) => [imageId, key])),
      taken: waiting.map(({ imageId, sha256, key }) => ({ imageId, personId, sha256, key })),
      writes: waiting.flatMap((image) => images.adoptWrites(tenant, image)),
    };
  };
