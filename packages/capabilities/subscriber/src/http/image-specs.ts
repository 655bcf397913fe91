import { routeSpec } from '@temkin/http';
import { once, type Role } from '@temkin/kernel';
import * as z from 'zod';
import { imageBytes, IMAGE_FIELDS, IMAGE_TYPES, READ_POLICY, READ_PURPOSES } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';
import { basisId } from './registry-specs.ts';
import { hexId } from './rights-words.ts';

const imageId = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);

/** Whoever sees a picture in full for some purpose, upon a case. */
const readers: readonly Role[] = [
  ...new Set(
    READ_POLICY.filter(({ needs, shown }) => needs === 'case' && shown.portrait === 'full').flatMap(
      ({ roles }) => roles,
    ),
  ),
];

/** The largest of all records, for the pipeline's limit does not go by the day. */
const LARGEST = Math.max(...imageBytes.map(({ value }) => value));

const broughtImage = once(() =>
  z
    .strictObject({
      imageId,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.int().min(1),
      endsAt: z.iso.datetime().meta({ description: 'When it dies unless a record names it.' }),
    })
    .meta({ id: 'BroughtImage' }),
);

/** What bringing an image is, whatever it is brought for. */
const bringing = {
  method: 'POST',
  action: 'subscriber.image',
  rawBody: { mediaTypes: IMAGE_TYPES, maxBytes: LARGEST },
  body: () =>
    z.custom<Uint8Array>(
      (body) => body instanceof Uint8Array && body.length > 0,
      'Must have at least 1 byte.',
    ),
  success: { status: 201, description: 'It waits for a record that names it.', body: broughtImage },
  problems: ['SUBSCRIBER.IMAGE_NOT_TAKEN', 'SUBSCRIBER.CHANGED'],
} as const;

export const keepImageSpec = routeSpec({
  ...bringing,
  path: '/v1/registry/images',
  tag: 'Subscriber registry',
  summary: 'Bring an image',
  description:
    'A JPEG or PNG of at most two million bytes, by what its first bytes say. It is sealed under a key of its own and waits for a day; ' +
    'the registration that names it by `imageId` and `sha256` takes it over, once. Whoever brings it twice has two, of which one dies.',
  access: { scope: 'subscribers:register', roles: ['registrar'] },
});

export const keepImportImageSpec = routeSpec({
  ...bringing,
  path: '/v1/registry/import-images',
  tag: 'Imports of the registry',
  summary: 'Bring an image that a row will name',
  description:
    'A JPEG or PNG of at most two million bytes, by what its first bytes say. It is sealed under a key of its own and waits for thirty days; ' +
    'the row of an import that names it by `imageId` and `sha256` takes it over. Whoever brings it twice has two, of which one dies.',
  access: { scope: 'registry:import', roles: ['operator'] },
});

export const showImageSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscribers/{personId}/images/{imageId}/read',
  action: 'subscriber.read',
  tag: 'Subscriber registry',
  summary: 'Look at an image of a person',
  description:
    'Upon a case about the person, of a purpose that shows the field in full. Say in which field the record names the image, and of ' +
    'which number where it is a number’s. It is on record before the image is opened.',
  access: { scope: 'subscribers:read', roles: readers },
  params: () => z.strictObject({ personId: uuid, imageId }),
  body: () =>
    z.strictObject({
      purpose: z.enum(READ_PURPOSES),
      caseId: basisId,
      field: z.enum(IMAGE_FIELDS),
      subscriptionId: uuid.exactOptional(),
    }),
  success: {
    status: 200,
    description: 'The image, byte for byte.',
    mediaType: IMAGE_TYPES,
    body: () => z.custom<Uint8Array>((body) => body instanceof Uint8Array),
  },
  problems: [
    'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    'SUBSCRIBER.PURPOSE_CLOSED',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.FIELD_NOT_ALLOWED',
    'SUBSCRIBER.NOT_RELEASED',
    'SUBSCRIBER.NOTHING_ASKED',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.IMAGE_LOST',
    'SUBSCRIBER.CHANGED',
  ],
});

export const showReleasedImageSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/authority-requests/{requestId}/handovers/{handoverId}/images/{imageId}/read',
  action: 'subscriber.read',
  tag: 'Registry and authorities',
  summary: 'Hand over an image that a document names',
  description:
    'Of a document that was handed over, the images that it names and no other, for as long as what two people released may be handed ' +
    'over. Its SHA-256 stands in the document. It is on record before the image is opened.',
  access: { scope: 'registry-releases:make', roles: ['privacy-officer'] },
  params: () => z.strictObject({ requestId: hexId, handoverId: hexId, imageId }),
  success: {
    status: 200,
    description: 'The image, byte for byte.',
    mediaType: IMAGE_TYPES,
    body: () => z.custom<Uint8Array>((body) => body instanceof Uint8Array),
  },
  problems: [
    'AUTHORITY_REQUEST.UNKNOWN',
    'AUTHORITY_REQUEST.CLOSED',
    'AUTHORITY_REQUEST.NOT_RELEASED',
    'AUTHORITY_REQUEST.RELEASE_OVER',
    'AUTHORITY_REQUEST.IMAGE_UNKNOWN',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.IMAGE_LOST',
    'SUBSCRIBER.CHANGED',
  ],
});

/** Specifications of the routes of images. */
export const imageSpecs = [keepImageSpec, keepImportImageSpec, showImageSpec, showReleasedImageSpec];
