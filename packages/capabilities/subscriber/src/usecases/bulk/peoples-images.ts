import { inForce, inFlight, type Caller } from '@temkin/kernel';
import {
  fieldOfStored,
  IMAGE_FIELDS,
  imagesInStored,
  isImageField,
  numbersOfImages,
  openFields,
  subscriptionRecord,
  type FieldTexts,
  type RecordName,
  type SealedFields,
} from '../../domain/index.ts';
import { comparedPeople } from './compared-people.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';

/** An image that a person has, with what opens it. */
export interface OwnImage {
  readonly imageId: string;
  readonly personId: string;
  readonly sha256: string;
  readonly key: Uint8Array;
}

/** Images by their ids: each is one person's. */
export type OwnImages = ReadonlyMap<string, OwnImage>;

/** People whose numbers are read at a time. */
const WIDTH = 16;

/** The images that stored fields of a person name and have the keys of. */
export const imagesOfPerson = (personId: string, fields: FieldTexts): readonly OwnImage[] =>
  imagesInStored(fields).flatMap(({ imageId, sha256, key }) =>
    key === undefined ? [] : [{ imageId, personId, sha256, key }],
  );

/**
 * The images that people have, in their own fields and in those of their numbers, of who has very many of some of them. Whose they are and that
 * the fields of images are opened is on record before. Undefined where the import is no longer worked off.
 */
export const peoplesImages = (surroundings: ImportSurroundings) => {
  const { people, clock } = surroundings;
  const compare = comparedPeople(surroundings);

  return async (
    caller: Caller,
    job: ImportJob,
    personIds: readonly string[],
  ): Promise<OwnImages | undefined> => {
    const { tenant } = job;
    const limit = inForce(numbersOfImages, clock.now()).value;
    const compared = await compare(caller, job, personIds, () => IMAGE_FIELDS);
    if (compared === undefined) return undefined;
    const found = await inFlight(WIDTH, [...compared.values()], async ({ person, key }) => {
      const { personId } = person;
      const opened = (record: RecordName, sealed: SealedFields): readonly OwnImage[] => {
        const names = Object.keys(sealed).filter((name) => isImageField(fieldOfStored(name)));
        return imagesOfPerson(personId, openFields(key, { tenant, personId, record }, sealed, names));
      };
      const own = [...opened('person', person.sealed)];
      let numbers = 0;
      for await (const { subscriptionId, sealed } of people.subscriptionsOf(tenant, personId)) {
        own.push(...opened(subscriptionRecord(subscriptionId), sealed));
        if ((numbers += 1) === limit) break;
      }
      return own;
    });
    return new Map(found.flat().map((image) => [image.imageId, image]));
  };
};
