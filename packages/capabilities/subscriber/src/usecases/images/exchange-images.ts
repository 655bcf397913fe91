import {
  fieldOfStored,
  imagesOfStored,
  isImageField,
  namedImages,
  openFields,
  storedChange,
  storedPapers,
  subscriptionRecord,
  type FieldTexts,
  type HolderChange,
  type NumberPapers,
  type RecordName,
  type SealedFields,
} from '../../domain/index.ts';
import { orphanWrites } from '../../store/pending-images.ts';
import type { SealedSubscription } from '../../store/record-item.ts';
import type { Registry } from '../registry.ts';
import { adoptImages, type AdoptedImages, type OwnImages } from './adopt-images.ts';

/** A person whose fields change, or those of a number, or who gets another number, with the key that opens them. */
export interface ChangedPerson {
  readonly personId: string;
  readonly version: number;
  readonly key: Uint8Array;
  readonly sealed: SealedFields;
  readonly holder: HolderChange;
  /** What a number has from now on. */
  readonly subscription?: NumberPapers;
  /** That number, where it is there already. */
  readonly number?: Pick<SealedSubscription, 'subscriptionId' | 'sealed'>;
}

const isOfImages = (name: string): boolean => isImageField(fieldOfStored(name));

const imageFieldsOf = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(fields).filter(isOfImages);

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
    { personId, version, key, sealed, holder, subscription = {}, number }: ChangedPerson,
  ): Promise<AdoptedImages | undefined> => {
    const named = namedImages({ holder, subscription });
    const changed = { ...storedChange(holder), ...(number !== undefined && storedPapers(subscription)) };
    if (named.length === 0 && imageFieldsOf(changed).length === 0) return { keys: new Map(), writes: [] };

    const opened = (record: RecordName, fields: SealedFields): FieldTexts =>
      openFields(key, { tenant, personId, record }, fields, imageFieldsOf(fields));
    const ofOtherNumbers = async (): Promise<OwnImages> => {
      const found = new Map<string, { readonly sha256: string; readonly key?: Uint8Array }>();
      for await (const { subscriptionId, sealed: fields } of people.subscriptionsOf(tenant, personId)) {
        if (subscriptionId === number?.subscriptionId) continue;
        for (const [imageId, image] of imagesOfStored(opened(subscriptionRecord(subscriptionId), fields)))
          found.set(imageId, image);
      }
      return found;
    };

    // No field of a person is called as one of a number is.
    const before = {
      ...opened('person', sealed),
      ...(number !== undefined && opened(subscriptionRecord(number.subscriptionId), number.sealed)),
    };
    const own = imagesOfStored(before);
    const adopted = await adopt(tenant, named, own, ofOtherNumbers).catch(async (error: unknown) => {
      // What is unknown may have become the person's own since it was read.
      if ((await people.find(tenant, personId))?.version === version) throw error;
      return undefined;
    });
    if (adopted === undefined) return undefined;
    const after = imagesOfStored({ ...before, ...changed });
    const stay = new Set([...after.keys(), ...named.map(({ imageId }) => imageId)]);
    const gone = [...own.keys()].filter((imageId) => !stay.has(imageId));
    if (gone.length === 0) return adopted;
    const elsewhere = await ofOtherNumbers();
    const orphans = gone.filter((imageId) => !elsewhere.has(imageId));
    return {
      keys: adopted.keys,
      writes: [...adopted.writes, ...orphanWrites(tenant, personId, orphans, clock.now())],
    };
  };
};
