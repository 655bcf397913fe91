import type { Change } from '@temkin/audit-event';
import { inForce } from '@temkin/kernel';
import { imagesNamed, type ImageKeys, type ImageRecord, type imagesOfStored } from '../../domain/index.ts';
import { refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';

/** Images that a person has, by their ids. */
export type OwnImages = ReturnType<typeof imagesOfStored>;

/** Images that a record takes over. */
export interface AdoptedImages {
  /** For its sealed fields. */
  readonly keys: ImageKeys;
  /** For its transaction, which refuses them where another record was first. */
  readonly writes: ReturnType<NonNullable<Change['writes']>>;
}

const isOf = (own: OwnImages, { imageId, sha256 }: ImageRecord): boolean =>
  own.get(imageId)?.sha256 === sha256;

/**
 * Takes over the images that a record names: those that wait for one, and those that its person has already, as stored fields had
 * them. The keys go into its fields and the writes into its transaction, so that an image is one person's, and dies with the person's
 * key. Refuses `SUBSCRIBER.IMAGE_UNKNOWN`, by their ids, for what nobody brought, what died, what is another's or has another SHA-256,
 * and for more of them than one transaction takes over.
 *
 * @param furtherOwn what else the person has; asked for where something is unknown otherwise
 */
export const adoptImages =
  ({ images, clock }: Pick<Registry, 'images' | 'clock'>) =>
  async (
    tenant: string,
    named: readonly ImageRecord[],
    own: OwnImages = new Map(),
    furtherOwn: () => Promise<OwnImages> = () => Promise.resolve(new Map()),
  ): Promise<AdoptedImages> => {
    const brought = named.filter((image) => !isOf(own, image));
    const limit = inForce(imagesNamed, clock.now()).value;
    const found = brought.length > limit ? [] : await images.findMany(tenant, brought);
    const adopted = found.filter((image, i) => image !== undefined && image.sha256 === brought[i]?.sha256);
    const lacking = brought.filter(({ sha256 }, i) => found[i]?.sha256 !== sha256);
    const further = lacking.length === 0 || brought.length > limit ? new Map() : await furtherOwn();
    const unknown = lacking.filter((image) => !isOf(further, image));
    if (unknown.length > 0)
      throw refuse('SUBSCRIBER.IMAGE_UNKNOWN', {
        errors: unknown.slice(0, limit).map(({ imageId }) => ({ pointer: '', detail: imageId })),
      });
    const kept = named.flatMap(({ imageId }) => {
      const key = own.get(imageId)?.key ?? further.get(imageId)?.key;
      return key === undefined ? [] : [{ imageId, key }];
    });
    const taken = adopted.flatMap((image) => image ?? []);
    return {
      keys: new Map([...kept, ...taken].map(({ imageId, key }) => [imageId, key])),
      writes: taken.flatMap((image) => images.adoptWrites(tenant, image)),
    };
  };
