import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  EXPORT_FAILURES,
  EXPORT_FIELDS,
  EXPORT_GROUNDS,
  EXPORT_NUMBERS,
  EXPORT_PURPOSES,
  EXPORT_STATES,
  FIELD_NAMES,
  PARTS_SHOWN,
} from '../domain/index.ts';
import { bulkPlace, signedRequest } from './import-specs.ts';
import { cleanText } from './rights-words.ts';

const access = { scope: 'registry-exports:make', roles: ['privacy-officer'] } as const;

const tag = 'Exports of the registry';

const exportId = z.string().regex(/^[0-9a-f]{32}$/);

const params = () => z.strictObject({ exportId });

const count = z.int().min(0);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const key = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'X25519 (RFC 7748), 32 bytes in base64url.' });

const scope = {
  numbers: z.enum(EXPORT_NUMBERS).meta({
    description: '`live`: those that somebody has. `all`: those that have ended and are kept, too.',
  }),
  purpose: z.enum(EXPORT_PURPOSES),
  ground: z.enum(EXPORT_GROUNDS),
  recipient: cleanText(200).meta({ description: 'For whom it is.' }),
  reference: cleanText(64).meta({ description: 'Number of the order, agreement or decision.' }),
  recipientKey: key,
};

/** Parts of one answer, at most. */
const PARTS_LIMIT = 1_000;

/** The part behind which a page begins. */
const cursor = z.string().regex(/^[1-9]\d{0,6}$/);

const registryExport = once(() =>
  z
    .strictObject({
      exportId,
      tenant: z.string().meta({ description: 'As the associated data of parts have it.' }),
      ...scope,
      fields: z.array(z.enum(FIELD_NAMES)).readonly(),
      state: z.enum(EXPORT_STATES),
      failure: z.enum(EXPORT_FAILURES).exactOptional(),
      failedAt: bulkPlace().exactOptional(),
      askedBy: z.string(),
      createdAt: z.iso.datetime(),
      releasedAt: z.iso.datetime().exactOptional(),
      endedAt: z.iso.datetime().exactOptional(),
      fetchedUntil: z.iso.datetime().exactOptional(),
      rows: count,
      partsWritten: count,
      parts: z.array(
        z.strictObject({
          part: z.int().min(1),
          bytes: count,
          sha256,
          rows: count,
          isLast: z.boolean(),
        }),
      ),
      cursor: cursor.exactOptional().meta({ description: 'Where the parts of the next page begin.' }),
      sealedKey: z.string().exactOptional().meta({
        description: 'The key of the parts in a sealed box of libsodium for the recipient, as base64.',
      }),
      digest: sha256
        .exactOptional()
        .meta({ description: 'Of the hashes of all parts in order, a line each.' }),
    })
    .meta({ id: 'RegistryExport' }),
);

export const askExportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/exports',
  action: 'registry.export',
  tag,
  summary: 'Ask for an export of the registry',
  description:
    'Which fields of which numbers, for whom, why, and to which key it is to be sealed: exactly that can be released, and whoever has the other half of the key ' +
    'alone can open it. Nothing is written before a second person has agreed.',
  access,
  body: () =>
    z
      .strictObject({
        ...scope,
        fields: z.array(z.enum(EXPORT_FIELDS)).min(1).max(EXPORT_FIELDS.length).readonly(),
      })
      .meta({ id: 'NewRegistryExport' }),
  creates: true,
  success: {
    status: 201,
    description: 'The export that was asked for.',
    body: () => z.strictObject({ exportId }).meta({ id: 'AskedRegistryExport' }),
  },
  problems: ['EXPORT.RECIPIENT_KEY_UNFIT', 'SUBSCRIBER.CHANGED'],
});

export const releaseExportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/exports/{exportId}/release',
  action: 'registry.export',
  tag,
  summary: 'Release an export',
  description:
    'Two people: whoever asked, and somebody else who agrees to all that was asked, word for word. It is then written from minute to minute.',
  access,
  params,
  twoPerson: true,
  success: {
    status: 200,
    description: 'It is released.',
    body: () => z.strictObject({ exportId }).meta({ id: 'ReleasedRegistryExport' }),
  },
  problems: ['EXPORT.NOT_YOURS', 'EXPORT.STATE_NOT_ALLOWED', 'EXPORT.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

export const showExportSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/exports/{exportId}',
  action: 'registry.export',
  tag,
  summary: 'Show how far an export is',
  access,
  params,
  query: () =>
    z.strictObject({
      limit: z.coerce.number().int().min(1).max(PARTS_LIMIT).default(PARTS_SHOWN),
      cursor: cursor.exactOptional(),
    }),
  success: {
    status: 200,
    description: 'What was asked, for whom, and some of the parts that were written.',
    body: registryExport,
  },
  problems: ['EXPORT.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

export const fetchExportPartSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/exports/{exportId}/parts/{part}/fetch',
  action: 'registry.export',
  tag,
  summary: 'Fetch a part of an export',
  description:
    'Answers where it is fetched. That it is handed over, by its hash, is on record before. Parts are NDJSON as an import reads it, sealed: 24 ' +
    'bytes of nonce, then XChaCha20-Poly1305 with the associated data `["temkin/registry-export",tenant,exportId,part,isLast]` as JSON.',
  access,
  params: () => z.strictObject({ exportId, part: z.coerce.number().int().min(1).max(1_000_000) }),
  success: { status: 200, description: 'Where the part is fetched.', body: signedRequest },
  problems: [
    'EXPORT.NOT_YOURS',
    'EXPORT.PART_UNKNOWN',
    'EXPORT.STATE_NOT_ALLOWED',
    'EXPORT.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

export const cancelExportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/exports/{exportId}/cancel',
  action: 'registry.export',
  tag,
  summary: 'Cancel an export',
  description: 'Nothing is left of what was written. Cancelling a cancelled export changes nothing.',
  access,
  params,
  success: {
    status: 200,
    description: 'It is cancelled.',
    body: () => z.strictObject({ exportId }).meta({ id: 'CancelledExport' }),
  },
  problems: ['EXPORT.STATE_NOT_ALLOWED', 'EXPORT.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

/** Specifications of exports. */
export const exportSpecs = [
  askExportSpec,
  releaseExportSpec,
  showExportSpec,
  fetchExportPartSpec,
  cancelExportSpec,
];
