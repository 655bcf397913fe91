import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2026-11-22';

/** Bytes of one image, at most. */
export const imageBytes: readonly PolicyRecord<number>[] = [
  {
    id: 'image-bytes',
    value: 2_000_000,
    source:
      'Temkin default: a page of A4 at 200 dots an inch as JPEG is below one megabyte, a portrait below half of that; a request ' +
      'to a function holds six',
    validFrom: FROM,
  },
];

/** Images that one registration or amendment names, at most. */
export const imagesNamed: readonly PolicyRecord<number>[] = [
  {
    id: 'images-named',
    value: 20,
    source:
      'Temkin default: both sides of three documents, three portraits, and eleven papers; they are taken over in one transaction, ' +
      'which has room for a hundred writes',
    validFrom: FROM,
  },
];

/** What an image is brought for. */
export type ImageOccasion = 'registration' | 'import';

/** Hours for which an image waits for a record that names it. */
export const imageWaits: readonly PolicyRecord<Readonly<Record<ImageOccasion, number>>>[] = [
  {
    id: 'image-waits',
    value: { registration: 24, import: 720 },
    source:
      'Temkin default: who stands at a counter is registered on that day; an import is made ready within a month. Law 91/2025 Art 4: ' +
      'what serves no purpose is not kept',
    validFrom: FROM,
  },
];
