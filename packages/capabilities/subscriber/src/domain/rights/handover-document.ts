import type { FieldName } from '../record/fields.ts';
import { IMAGE_FIELDS, type ImageField } from '../record/named-images.ts';
import type { HolderKind } from '../record/subscriber-record.ts';
import type { ShownFields, ShownRecord } from '../reads/show-record.ts';

/** What is handed over of one person who was asked about. */
export interface HandedOverPerson {
  /** Which of those asked about, from 1, in the order of the request. */
  readonly asked: number;
  readonly personId: string;
  readonly kind: HolderKind;
  /** Whoever the record has beside a number, and one after the other the numbers. */
  readonly holder: ShownRecord['holder'];
  readonly guardian?: ShownRecord['guardian'];
  readonly representative?: ShownRecord['representative'];
  readonly numbers: readonly {
    readonly subscriptionId: string;
    readonly fields: ShownRecord['holder'];
    readonly user?: ShownRecord['user'];
  }[];
}

/** The document that is handed over. */
export interface HandoverDocument {
  readonly format: 'temkin-registry-release/1';
  readonly company: string;
  readonly requestId: string;
  readonly handoverId: string;
  /** RFC 3339. */
  readonly producedAt: string;
  /** 32 random bytes in hexadecimal: the digest of the document tells nothing to who tries what it may say. */
  readonly salt: string;
  readonly fields: readonly FieldName[];
  readonly people: readonly HandedOverPerson[];
  /** Which of those asked about the registry does not have, from 1. */
  readonly notFound: readonly number[];
}

/** The document of who asked for a copy of all that the registry has of them (Decree 356/2025 Art 5). */
export interface CopyDocument extends Pick<
  HandoverDocument,
  'company' | 'requestId' | 'producedAt' | 'salt' | 'fields'
> {
  readonly format: 'temkin-registry-copy/1';
  /** With all numbers that they have or had. */
  readonly person: Omit<HandedOverPerson, 'asked'>;
}

/** A document as bytes: JSON with its members in this order, two spaces, and a line feed at its end. */
export const handoverText = (document: HandoverDocument | CopyDocument): string =>
  `${JSON.stringify(document, undefined, 2)}\n`;

/** An image that a document names, and in which field of whom. */
export interface HandedOverImage {
  readonly personId: string;
  /** Where it is a number's. */
  readonly subscriptionId?: string;
  readonly field: ImageField;
  readonly imageId: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

const isImage = (value: unknown): value is Pick<HandedOverImage, 'imageId' | 'sha256'> =>
  typeof value === 'object' &&
  value !== null &&
  'imageId' in value &&
  typeof value.imageId === 'string' &&
  'sha256' in value &&
  typeof value.sha256 === 'string';

const imagesIn = (fields: ShownFields | undefined) =>
  IMAGE_FIELDS.flatMap((field) =>
    [fields?.[field]]
      .flat()
      .filter(isImage)
      .map(({ imageId, sha256 }) => ({ field, imageId, sha256 })),
  );

/** The images that a document names: the pictures that belong to it, and no other. Each once for everybody who has it. */
export const handedOverImages = (people: readonly HandedOverPerson[]): readonly HandedOverImage[] => {
  const named = people.flatMap(({ personId, holder, guardian, representative, numbers }) => [
    ...[holder, guardian, representative].flatMap((fields) =>
      imagesIn(fields).map((image) => ({ personId, ...image })),
    ),
    ...numbers.flatMap(({ subscriptionId, fields, user }) =>
      [fields, user].flatMap((one) => imagesIn(one).map((image) => ({ personId, subscriptionId, ...image }))),
    ),
  ]);
  return [
    ...new Map(named.map((image) => [JSON.stringify([image.personId, image.imageId]), image])).values(),
  ];
};
