import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  AUTHORITY_CHANNELS,
  AUTHORITY_GROUNDS,
  AUTHORITY_OUTCOMES,
  AUTHORITY_URGENCIES,
  AUTHORITY_VERIFICATIONS,
  FIELD_NAMES,
  NUMBER_USES,
} from '../domain/index.ts';
import {
  cleanText,
  cursor,
  hexId,
  identityNumber,
  msisdn,
  registerPage,
  registryId,
} from './rights-words.ts';

const TAG = 'Registry and authorities';

const releasing = { scope: 'registry-releases:make', roles: ['privacy-officer'] } as const;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An instant as RFC 3339 has it; milliseconds since the epoch when it is parsed. */
const instant = z.iso.datetime().transform((at) => Date.parse(at));

const askedPeople = once(() =>
  z
    .array(
      z.union([
        z.strictObject({
          msisdn,
          use: z.enum(NUMBER_USES).exactOptional(),
          formerHolders: z
            .boolean()
            .exactOptional()
            .meta({ description: 'Whether whoever had the number before is asked about too.' }),
        }),
        z.strictObject({ identity: identityNumber() }),
        z.strictObject({ personId: registryId }),
      ]),
    )
    .min(1)
    .max(50)
    .readonly(),
);

const content = once(() => ({
  authority: cleanText(200),
  officer: cleanText(100).meta({ description: 'Who asks on its behalf.' }),
  channel: z.enum(AUTHORITY_CHANNELS),
  documentNumber: cleanText(64),
  documentDate: day.meta({ description: 'Of the document; a day that has begun in Vietnam.' }),
  documentSha256: sha256.meta({ description: 'Of the document as it came.' }),
  verification: z
    .enum(AUTHORITY_VERIFICATIONS)
    .meta({ description: 'How it was made sure that whoever asked is the authority.' }),
  people: askedPeople(),
}));

const fields = z.array(z.enum(FIELD_NAMES));

const ground = z.enum(AUTHORITY_GROUNDS);

const urgency = z
  .enum(AUTHORITY_URGENCIES)
  .meta({ description: '`urgent` where the nation’s security or a life depends on it: 3 hours, else 24.' });

const registered = once(() => ({
  requestId: hexId,
  ground,
  urgency,
  fields: fields.readonly(),
  asked: z.int().meta({ description: 'How many people are asked about.' }),
  state: z.enum(['registered', 'released', 'closed']),
  receivedAt: z.iso.datetime(),
  answerBy: z.iso.datetime(),
  registeredBy: z.string(),
  releasedBy: z.string().exactOptional(),
  releasedAt: z.iso.datetime().exactOptional(),
  closedAt: z.iso.datetime().exactOptional(),
  outcome: z.enum(AUTHORITY_OUTCOMES).exactOptional(),
}));

const authorityRequest = once(() => z.strictObject(registered()).meta({ id: 'RegistryAuthorityRequest' }));

const handover = once(() =>
  z
    .strictObject({
      handoverId: hexId,
      at: z.iso.datetime(),
      by: z.string(),
      sha256,
      people: z.int(),
    })
    .meta({ id: 'RegistryHandover' }),
);

const minutes = {
  reference: cleanText(64).meta({ description: 'Number of the minutes that the parties signed.' }),
  receivedBy: cleanText(100),
  deliveredBy: z.enum(['by-hand', 'sealed-letter', 'encrypted-file']),
};

export const registerAuthorityRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/authority-requests',
  action: 'registry.release',
  tag: TAG,
  summary: 'Register what an authority asks of the registry',
  description:
    'Who asks, upon what, by which document, about whom, and which fields: exactly that can be released. Its hours run from when it came. ' +
    'What names somebody is kept sealed.',
  access: releasing,
  body: () =>
    z
      .strictObject({
        ...content(),
        ground,
        urgency,
        fields: fields.min(1).max(FIELD_NAMES.length),
        receivedAt: instant.meta({ description: 'When it came: not in the future.' }),
      })
      .meta({ id: 'NewRegistryAuthorityRequest' }),
  creates: true,
  success: { status: 201, description: 'The registered request.', body: authorityRequest },
  problems: [
    'AUTHORITY_REQUEST.SCOPE_TOO_WIDE',
    'AUTHORITY_REQUEST.TIME_INVALID',
    'SUBSCRIBER.SEARCH_INCOMPLETE',
    'SUBSCRIBER.CHANGED',
  ],
});

export const listAuthorityRequestsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/authority-requests',
  action: 'registry.docket',
  tag: TAG,
  summary: 'What authorities have asked of the registry',
  description: 'What is due first comes first. Nobody is named.',
  access: releasing,
  query: registerPage,
  success: {
    status: 200,
    description: 'A page of requests.',
    body: () =>
      z.strictObject({ requests: z.array(authorityRequest()).readonly(), cursor: cursor.exactOptional() }),
  },
  problems: [],
});

export const readAuthorityRequestSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/authority-requests/{requestId}',
  action: 'registry.docket',
  tag: TAG,
  summary: 'Read a request, what was handed over, and the minutes',
  access: releasing,
  params: () => z.strictObject({ requestId: hexId }),
  success: {
    status: 200,
    description: 'All that the register has of it.',
    body: () =>
      z.strictObject({
        ...registered(),
        ...content(),
        handovers: z.array(handover()).readonly(),
        minutes: z.strictObject({ ...minutes, signedAt: z.iso.datetime() }).exactOptional(),
      }),
  },
  problems: ['AUTHORITY_REQUEST.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

export const releaseAuthorityRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/authority-requests/{requestId}/release',
  action: 'registry.release',
  tag: TAG,
  summary: 'Release what an authority asks',
  description:
    'Two people: whoever asks, and somebody else who agrees to all that the register says of it. It is released whole, and nothing besides.',
  access: releasing,
  params: () => z.strictObject({ requestId: hexId }),
  twoPerson: true,
  success: { status: 200, description: 'The released request.', body: authorityRequest },
  problems: ['AUTHORITY_REQUEST.UNKNOWN', 'AUTHORITY_REQUEST.CLOSED', 'SUBSCRIBER.CHANGED'],
});

export const handOverSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/authority-requests/{requestId}/hand-over',
  action: 'registry.release',
  tag: TAG,
  summary: 'Make the document that is handed over',
  description:
    'Of the people asked about the released fields, and no other. Its SHA-256 is on record before it is answered; it is kept nowhere. The ' +
    'same request answers the same document, unless the records have changed since.',
  access: releasing,
  params: () => z.strictObject({ requestId: hexId }),
  creates: true,
  success: {
    status: 201,
    description: 'The document, as text, exactly as it was hashed.',
    body: () => handover().extend({ document: z.string() }).meta({ id: 'HandedOverDocument' }),
  },
  problems: [
    'AUTHORITY_REQUEST.UNKNOWN',
    'AUTHORITY_REQUEST.CLOSED',
    'AUTHORITY_REQUEST.NOT_RELEASED',
    'AUTHORITY_REQUEST.RELEASE_OVER',
    'AUTHORITY_REQUEST.SCOPE_TOO_WIDE',
    'SUBSCRIBER.INDEX_NOT_READY',
    'SUBSCRIBER.CHANGED',
  ],
});

export const closeAuthorityRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/authority-requests/{requestId}/close',
  action: 'registry.release',
  tag: TAG,
  summary: 'Close a request, with the minutes of what was handed over',
  description:
    'From then on nobody hands over by it. Minutes are signed between the hand-over and now. Closing it again the same way, with the same ' +
    'minutes, changes nothing; with others it is refused.',
  access: releasing,
  params: () => z.strictObject({ requestId: hexId }),
  body: () =>
    z.strictObject({
      outcome: z.enum(AUTHORITY_OUTCOMES),
      minutes: z.strictObject({ ...minutes, signedAt: instant }).exactOptional(),
    }),
  success: { status: 200, description: 'The closed request.', body: authorityRequest },
  problems: [
    'AUTHORITY_REQUEST.UNKNOWN',
    'AUTHORITY_REQUEST.CLOSED',
    'AUTHORITY_REQUEST.MINUTES_REQUIRED',
    'AUTHORITY_REQUEST.NOTHING_HANDED_OVER',
    'AUTHORITY_REQUEST.HANDED_OVER',
    'AUTHORITY_REQUEST.TIME_INVALID',
    'SUBSCRIBER.CHANGED',
  ],
});

/** The specifications of what authorities ask of the registry. */
export const authoritySpecs = [
  registerAuthorityRequestSpec,
  listAuthorityRequestsSpec,
  readAuthorityRequestSpec,
  releaseAuthorityRequestSpec,
  handOverSpec,
  closeAuthorityRequestSpec,
];
