import {
  fieldOfStored,
  imagesOfStored,
  isImageField,
  namedImages,
  openFields,
  storedChange,
  subscriptionRecord,
  type HolderChange,
  type SealedFields,
  type SubscriptionRecord,
} from '../../domain/index.ts';
import { orphanWrites } from '../../store/pending-images.ts';
import type { Registry } from '../registry.ts';
import { adoptImages, type AdoptedImages, type OwnImages } from './adopt-images.ts';

/** A person whose fields change, or who gets another number, with the key that opens it. */
export interface ChangedPerson {
  readonly personId: string;
  readonly version: number;
  readonly key: Uint8Array;
  readonly sealed: SealedFields;
  readonly holder: HolderChange;
  readonly subscription?: SubscriptionRecord;
}

const isOfImages = (name: string): boolean => isImageField(fieldOfStored(name));

const imageFieldsOf = (sealed: SealedFields): readonly string[] => Object.keys(sealed).filter(isOfImages);

/**
 * The images of a person of whom something changes: new ones are taken over, those that it has, be it with another number (a contract
 * is of several), keep their keys, and those that nothing names any more die, as nobody could open them. Nothing is opened or written
 * where no image changes. Undefined where the person changed meanwhile. Refuses as `adoptImages`.
 */
export const exchangeImages = (registry: Pick<Registry, 'images' | 'people' | 'clock'>) => {
  const { people, clock } = registry;
  const adopt = adoptImages(registry);

  return async (
    tenant: string,
    { personId, version, key, sealed, holder, subscription }: ChangedPerson,
  ): Promise<AdoptedImages | undefined> => {
    const named = namedImages({ holder, ...(subscription !== undefined && { subscription }) });
    const changed = Object.entries(storedChange(holder)).filter(([name]) => isOfImages(name));
    if (named.length === 0 && changed.length === 0) return { keys: new Map(), writes: [] };

    const ofNumbers = async (): Promise<OwnImages> => {
      const found = new Map<string, { readonly sha256: string; readonly key?: Uint8Array }>();
      for await (const { subscriptionId, sealed: fields } of people.subscriptionsOf(tenant, personId)) {
        const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
        for (const [imageId, image] of imagesOfStored(openFields(key, place, fields, imageFieldsOf(fields))))
          found.set(imageId, image);
      }
      return found;
    };

    const before = openFields(key, { tenant, personId, record: 'person' }, sealed, imageFieldsOf(sealed));
    const own = imagesOfStored(before);
    const adopted = await adopt(tenant, named, own, ofNumbers).catch(async (error: unknown) => {
      // What is unknown may have become the person's own since it was read.
      if ((await people.find(tenant, personId))?.version === version) throw error;
      return undefined;
    });
    if (adopted === undefined) return undefined;
    const after = imagesOfStored({ ...before, ...Object.fromEntries(changed) });
    const stay = new Set([...after.keys(), ...named.map(({ imageId }) => imageId)]);
    const gone = [...own.keys()].filter((imageId) => !stay.has(imageId));
    if (gone.length === 0) return adopted;
    const elsewhere = await ofNumbers();
    const orphans = gone.filter((imageId) => !elsewhere.has(imageId));
    return {
      keys: adopted.keys,
      writes: [...adopted.writes, ...orphanWrites(tenant, personId, orphans, clock.now())],
    };
  };
};
