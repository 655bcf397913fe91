import { routeSpec } from '@temkin/http';
import { once, type Role } from '@temkin/kernel';
import * as z from 'zod';
import {
  BULK_STEPS,
  COLUMNS_LIMIT,
  IMPORT_FAILURES,
  IMPORT_KINDS,
  IMPORT_STATES,
  RECORD_MODES,
  SEGMENTS,
} from '../domain/index.ts';
import { uuid } from './record-schemas.ts';

/** Whole registries are moved by systems. */
const ROLES: readonly Role[] = ['operator'];

const access = { scope: 'registry:import', roles: ROLES };

const tag = 'Imports of the registry';

const importId = z.string().regex(/^[0-9a-f]{32}$/);

const params = () => z.strictObject({ importId });

const count = z.int().min(0);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A signed request that brings or fetches a part. */
export const signedRequest = once(() =>
  z
    .strictObject({
      method: z.enum(['PUT', 'GET']),
      url: z.string(),
      headers: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .meta({ description: 'To be sent as they are.' }),
      endsAt: z.iso.datetime(),
    })
    .meta({ id: 'SignedRequest' }),
);

/** Where an import or export failed. */
export const bulkPlace = once(() =>
  z
    .strictObject({
      step: z.enum(BULK_STEPS).meta({
        description:
          'Bringing or comparing `rows`, `look-ups` of their numbers, the `walk` of the registry, writing `pages`; `whole`: none of them.',
      }),
      part: z.int().min(1).exactOptional(),
      row: count.exactOptional().meta({ description: 'The first that is not done with.' }),
      segment: z.string().exactOptional().meta({ description: 'Of the registry.' }),
    })
    .meta({ id: 'BulkPlace' }),
);

const registryImport = once(() =>
  z
    .strictObject({
      importId,
      format: z.enum(['csv', 'ndjson']),
      mode: z.enum(RECORD_MODES),
      kind: z.enum(IMPORT_KINDS),
      state: z.enum(IMPORT_STATES),
      failure: z.enum(IMPORT_FAILURES).exactOptional().meta({
        description: '`no-progress`: it can be begun again within a week, and goes on where it stood.',
      }),
      failedAt: bulkPlace().exactOptional(),
      createdAt: z.iso.datetime(),
      begunAt: z.iso.datetime().exactOptional(),
      endedAt: z.iso.datetime().exactOptional(),
      parts: count.meta({ description: 'Announced so far; all of them once it is begun.' }),
      rows: count,
      rowsDone: count,
      accepted: count.meta({ description: 'Numbers that came in.' }),
      amended: count.meta({
        description: 'Numbers that the registry had, and of which a delta changed something.',
      }),
      unchanged: count.meta({
        description: 'Rows of a delta or parity report that say what the registry has.',
      }),
      rejected: count.meta({
        description:
          'Rows that did not come in; of a parity report those that differ, or could not be compared.',
      }),
      grades: z
        .strictObject({ severe: count, moderate: count, slight: count })
        .meta({ description: 'Rows that came in, by the worst of their defects.' }),
      codes: z
        .array(z.strictObject({ code: z.string(), count }))
        .meta({ description: 'Defects, and reasons of rejection, by code.' }),
      fields: z
        .array(z.strictObject({ field: z.string(), count }))
        .meta({ description: 'What was amended, or differs, by the way to the field: `holder.address`.' }),
      rowsLookedUp: count.exactOptional().meta({
        description: 'Of a parity report, once its rows are compared: of how many the numbers are looked up.',
      }),
      segmentsWalked: count.exactOptional().meta({
        description: `Of a parity report, once all numbers are looked up: in how many of ${SEGMENTS.length} segments the registry is walked.`,
      }),
      onlyInRegistry: count.exactOptional().meta({
        description:
          'Of a parity report: numbers that somebody has in the registry and no row named, so far.',
      }),
    })
    .meta({ id: 'RegistryImport' }),
);

export const createImportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/imports',
  action: 'registry.import',
  tag,
  summary: 'Make an import',
  description:
    'Answers a key of its own, under which the file is sealed in parts before they are sent. Of CSV the names of the columns are said here, in ' +
    'order, and the first row is left out of the parts: `holder.name`, `subscription.msisdn`. A `delta` amends the numbers that the same ' +
    'holder has by what its rows have otherwise, and ends none; a `parity` report compares rows with the registry, writes nothing of anybody, ' +
    'and lists what differs as rejects.',
  access,
  body: () =>
    z
      .discriminatedUnion('format', [
        z.strictObject({
          format: z.literal('csv'),
          columns: z.array(z.string().min(1).max(200)).min(1).max(COLUMNS_LIMIT),
          mode: z.enum(RECORD_MODES),
          kind: z.enum(IMPORT_KINDS),
        }),
        z.strictObject({
          format: z.literal('ndjson'),
          mode: z.enum(RECORD_MODES),
          kind: z.enum(IMPORT_KINDS),
        }),
      ])
      .meta({ id: 'NewRegistryImport' }),
  creates: true,
  success: {
    status: 201,
    description: 'The import, and the key for its parts, which is shown here and nowhere else.',
    body: () =>
      z
        .strictObject({
          importId,
          tenant: z.string().meta({ description: 'As the associated data of parts have it.' }),
          sealingKey: z
            .string()
            .regex(/^[A-Za-z0-9+/]{43}=$/)
            .meta({ description: '32 bytes as base64.' }),
          partBytes: count.meta({ description: 'Bytes of a part before it is sealed, at most.' }),
        })
        .meta({ id: 'CreatedRegistryImport' }),
  },
  problems: ['IMPORT.COLUMNS_UNKNOWN', 'IMPORT.STATE_NOT_ALLOWED', 'SUBSCRIBER.CHANGED'],
});

export const announcePartSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/imports/{importId}/parts',
  action: 'registry.import',
  tag,
  summary: 'Announce a part of an import',
  description:
    'Whole rows, sealed: 24 bytes of nonce, then XChaCha20-Poly1305 under the key of the import, with the associated data ' +
    '`["temkin/registry-import",tenant,importId,part,isLast]` as JSON. Answers where it is sent to. What breaks is announced again.',
  access,
  params,
  body: () =>
    z
      .strictObject({
        part: z.int().min(1).max(1_000_000),
        bytes: z.int().min(1).max(100_000_000).meta({ description: 'Of the sealed part.' }),
        sha256,
        rows: z.int().min(1).max(100_000_000).meta({ description: 'Blank ones too.' }),
        isLast: z.boolean(),
      })
      .meta({ id: 'NewImportPart' }),
  success: { status: 200, description: 'Where the part is sent to.', body: signedRequest },
  problems: [
    'IMPORT.NOT_YOURS',
    'IMPORT.PART_TOO_LARGE',
    'IMPORT.STATE_NOT_ALLOWED',
    'IMPORT.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

export const beginImportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/imports/{importId}/begin',
  action: 'registry.import',
  tag,
  summary: 'Begin an import',
  description:
    'Once every part is sent. It is then worked off from minute to minute, and each row comes in once. One that failed for `no-progress` goes on where it stood.',
  access,
  params,
  success: {
    status: 202,
    description: 'How much there is to do.',
    body: () => z.strictObject({ importId, parts: count, rows: count }).meta({ id: 'BegunRegistryImport' }),
  },
  problems: [
    'IMPORT.NOT_YOURS',
    'IMPORT.PARTS_MISSING',
    'IMPORT.STATE_NOT_ALLOWED',
    'IMPORT.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

export const showImportSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/imports/{importId}',
  action: 'registry.import',
  tag,
  summary: 'Show how far an import is',
  access,
  params,
  success: { status: 200, description: 'Counts and codes, and nothing of any row.', body: registryImport },
  problems: ['IMPORT.UNKNOWN'],
});

export const listRejectsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/imports/{importId}/rejects',
  action: 'registry.import',
  tag,
  summary: 'List rows that did not come in',
  description:
    'By number, code and pointer. Rows are counted as a spreadsheet does: of CSV the names of the columns are row 1.',
  access,
  params,
  query: () => z.strictObject({ after: z.coerce.number().int().min(0).exactOptional() }),
  success: {
    status: 200,
    description: 'Rows in order; `next` is to be asked on with, as `after`.',
    body: () =>
      z
        .strictObject({
          rejects: z.array(
            z.strictObject({
              row: count,
              faults: z.array(z.strictObject({ code: z.string(), pointer: z.string() })),
            }),
          ),
          next: count.exactOptional(),
        })
        .meta({ id: 'ImportRejects' }),
  },
  problems: ['IMPORT.UNKNOWN'],
});

export const listUnmetSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/imports/{importId}/only-in-registry',
  action: 'registry.import',
  tag,
  summary: 'List numbers that the registry has and a parity report has not',
  description: 'By the ids of their subscriptions, and never by number. Of other imports there are none.',
  access,
  params,
  query: () => z.strictObject({ after: uuid.exactOptional() }),
  success: {
    status: 200,
    description: 'Ids in order; `next` is to be asked on with, as `after`.',
    body: () =>
      z
        .strictObject({ subscriptionIds: z.array(uuid), next: uuid.exactOptional() })
        .meta({ id: 'NumbersOnlyInRegistry' }),
  },
  problems: ['IMPORT.UNKNOWN'],
});

export const cancelImportSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/imports/{importId}/cancel',
  action: 'registry.import',
  tag,
  summary: 'Cancel an import',
  description:
    'What came in stays; its key and its parts are gone. Cancelling a cancelled import changes nothing.',
  access,
  params,
  success: {
    status: 200,
    description: 'It is cancelled.',
    body: () => z.strictObject({ importId }).meta({ id: 'CancelledImport' }),
  },
  problems: ['IMPORT.STATE_NOT_ALLOWED', 'IMPORT.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

/** Specifications of imports. */
export const importSpecs = [
  createImportSpec,
  announcePartSpec,
  beginImportSpec,
  showImportSpec,
  listRejectsSpec,
  listUnmetSpec,
  cancelImportSpec,
];
