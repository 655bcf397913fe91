import type { Change } from '@temkin/audit-event';
import { inForce } from '@temkin/kernel';
import { imagesNamed, type ImageKeys, type ImageRecord, type imagesOfStored } from '../../domain/index.ts';
import { refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';

/** Images that a record takes over. */
export interface AdoptedImages {
  /** For its sealed fields. */
  readonly keys: ImageKeys;
  /** For its transaction, which refuses them where another record was first. */
  readonly writes: ReturnType<NonNullable<Change['writes']>>;
}

/**
 * Takes over the images that a record names: those that wait for one, and those that are its own already, as stored fields had them.
 * The keys go into its fields and the writes into its transaction, so that an image is one record's, and dies with its person's key.
 * Refuses `SUBSCRIBER.IMAGE_UNKNOWN`, by their ids, for what nobody brought, what died, what is another record's or has another
 * SHA-256, and for more of them than one transaction takes over.
 */
export const adoptImages =
  ({ images, clock }: Pick<Registry, 'images' | 'clock'>) =>
  async (
    tenant: string,
    named: readonly ImageRecord[],
    own: ReturnType<typeof imagesOfStored> = new Map(),
  ): Promise<AdoptedImages> => {
    const brought = named.filter(({ imageId, sha256 }) => own.get(imageId)?.sha256 !== sha256);
    const limit = inForce(imagesNamed, clock.now()).value;
    const pending = brought.length > limit ? [] : await images.findMany(tenant, brought);
    const unknown = brought.filter(({ sha256 }, i) => pending[i]?.sha256 !== sha256);
    if (unknown.length > 0)
      throw refuse('SUBSCRIBER.IMAGE_UNKNOWN', {
        errors: unknown.slice(0, limit).map(({ imageId }) => ({ pointer: '', detail: imageId })),
      });
    const adopted = pending.filter((image) => image !== undefined);
    const kept = named.flatMap(({ imageId }) => {
      const key = own.get(imageId)?.key;
      return key === undefined ? [] : [{ imageId, key }];
    });
    return {
      keys: new Map([...kept, ...adopted].map(({ imageId, key }) => [imageId, key])),
      writes: adopted.flatMap((image) => images.adoptWrites(tenant, image)),
    };
  };
