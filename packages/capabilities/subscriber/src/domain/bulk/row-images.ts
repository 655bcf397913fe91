import { inForce, type PolicyRecord } from '@temkin/kernel';
import type { Grade } from '../record/record-faults.ts';
import { imagesInStored, pointerOfStored, type FieldTexts } from '../record/stored-fields.ts';
import type { SubscriberRecord } from '../record/subscriber-record.ts';
import type { RowDefect } from './judge-row.ts';

/** Images that one row takes over, at most. */
export const imagesOfRow: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-import-row-images',
    value: 18,
    source:
      'Temkin default: both sides of three documents, three portraits, and nine papers; they go into one transaction with the entries of who ' +
      'may live in twenty communes, twice while indexes are made anew',
    validFrom: '2026-11-22',
  },
];

/** Numbers of one holder among whose images a row's are looked for, at most. */
export const numbersOfImages: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-import-image-numbers',
    value: 1_000,
    source:
      'Temkin default: a person has some numbers; of an organisation with a hundred thousand, each hundred rows would read all of them',
    validFrom: '2026-11-22',
  },
];

/**
 * How bad it is that a row names an image that does not wait for it. Never severe: whoever is imported with it is who the row says, and no
 * timeline begins.
 */
export const imageNotBrought: readonly PolicyRecord<Exclude<Grade, 'severe'>>[] = [
  {
    id: 'registry-import-image-not-brought',
    value: 'moderate',
    source:
      'Decree 163/2024 Art 19; Decree 174/2026 Art 34.3: the registry keeps the images; the old system that names one has it still, so ' +
      'that it can be supplied',
    validFrom: '2026-11-22',
  },
];

/** Which of some images stored fields name: those that all of them name by the SHA-256 that they have, each once. */
export const meantImages = <Image extends { readonly sha256: string }>(
  fields: FieldTexts,
  imageOf: (imageId: string) => Image | undefined,
): readonly Image[] => {
  const named = imagesInStored(fields);
  const others = new Set(
    named.flatMap(({ imageId, sha256 }) => (imageOf(imageId)?.sha256 === sha256 ? [] : [imageId])),
  );
  return [...new Set(named.map(({ imageId }) => imageId))]
    .filter((imageId) => !others.has(imageId))
    .flatMap((imageId) => imageOf(imageId) ?? []);
};

/** Which of the images that wait a row takes over, by what it stores: no more of them than one transaction takes over. */
export const rowImages = <Waiting extends { readonly sha256: string }>(
  fields: FieldTexts,
  waitingOf: (imageId: string) => Waiting | undefined,
  atMilliseconds: number,
): readonly Waiting[] => meantImages(fields, waitingOf).slice(0, inForce(imagesOfRow, atMilliseconds).value);

/** What is wrong with stored fields that name an image which has no key: each field once, for nobody is shown what they name. */
export const imageDefects = (
  of: keyof SubscriberRecord,
  fields: FieldTexts,
  atMilliseconds: number,
): readonly RowDefect[] => {
  const grade = inForce(imageNotBrought, atMilliseconds).value;
  const lacking = imagesInStored(fields).filter(({ key }) => key === undefined);
  return [...new Set(lacking.map(({ name }) => pointerOfStored(of, name)))].map((pointer) => ({
    code: 'image-not-brought',
    pointer,
    grade,
  }));
};
