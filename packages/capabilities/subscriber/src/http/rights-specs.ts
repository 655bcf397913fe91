import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  CLAIM_DECISIONS,
  DATA_REQUEST_OUTCOMES,
  DATA_REQUESTS,
  PROCESSING_MARKS,
  REFUSAL_GROUNDS,
} from '../domain/index.ts';
import {
  cleanText,
  cursor,
  handledClaim,
  handledDataRequest,
  hexId,
  registerPage,
  registryId,
} from './rights-words.ts';

const TAG = 'Subscriber rights';

const claimsHandling = {
  scope: 'registry-claims:handle',
  roles: ['support-lead', 'privacy-officer'],
} as const;

const requestsHandling = { scope: 'registry-requests:handle', roles: ['privacy-officer'] } as const;

export const listClaimsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/claims',
  action: 'registry.docket',
  tag: TAG,
  summary: 'Claims that numbers are not those people’s on whose documents they are',
  description: 'What is due first comes first.',
  access: claimsHandling,
  query: registerPage,
  success: {
    status: 200,
    description: 'A page of claims.',
    body: () =>
      z.strictObject({ claims: z.array(handledClaim()).readonly(), cursor: cursor.exactOptional() }),
  },
  problems: [],
});

export const decideClaimSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/claims/{claimId}/decide',
  action: 'subscription.claim',
  tag: TAG,
  summary: 'Decide a claim',
  description:
    'A confirmed claim is a finding: the timeline of wrong information of that number begins. Deciding again the same way changes nothing.',
  access: claimsHandling,
  params: () => z.strictObject({ claimId: hexId }),
  body: () => z.strictObject({ decision: z.enum(CLAIM_DECISIONS) }),
  success: { status: 200, description: 'The decided claim.', body: handledClaim },
  problems: ['CLAIM.UNKNOWN', 'CLAIM.DECIDED', 'SUBSCRIBER.CHANGED'],
});

export const fileDataRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/subject-requests',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'File what somebody asks about their data in the registry',
  description:
    'It goes on file with its legal dates, and opens the case in which the record is read and, where the kind lets, changed by others ' +
    'than whoever filed it.',
  access: requestsHandling,
  body: () =>
    z
      .strictObject({
        personId: registryId,
        kind: z.enum(DATA_REQUESTS),
        needsProcessor: z
          .boolean()
          .default(false)
          .meta({ description: 'Whether a processor or a third party must act too.' }),
      })
      .meta({ id: 'NewSubscriberRequest' }),
  creates: true,
  success: { status: 201, description: 'The request on file.', body: handledDataRequest },
  problems: ['SUBSCRIBER.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

export const listDataRequestsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/subject-requests',
  action: 'registry.docket',
  tag: TAG,
  summary: 'What people have asked about their data in the registry',
  description: 'What is due first comes first: the answer, then what was asked for.',
  access: requestsHandling,
  query: registerPage,
  success: {
    status: 200,
    description: 'A page of requests.',
    body: () =>
      z.strictObject({ requests: z.array(handledDataRequest()).readonly(), cursor: cursor.exactOptional() }),
  },
  problems: [],
});

export const answerDataRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/subject-requests/{requestId}/decide',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Answer a request',
  description: 'Accepted, or refused upon a ground that such requests have.',
  access: requestsHandling,
  params: () => z.strictObject({ requestId: hexId }),
  body: () =>
    z.discriminatedUnion('answer', [
      z.strictObject({ answer: z.literal('accepted') }),
      z.strictObject({ answer: z.literal('refused'), ground: z.enum(REFUSAL_GROUNDS) }),
    ]),
  success: { status: 200, description: 'The answered request.', body: handledDataRequest },
  problems: [
    'DATA_REQUEST.UNKNOWN',
    'DATA_REQUEST.ANSWERED',
    'DATA_REQUEST.GROUND_NOT_ALLOWED',
    'DATA_REQUEST.KEPT_BY_LAW',
    'SUBSCRIBER.CHANGED',
  ],
});

export const extendDataRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/subject-requests/{requestId}/extend',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Put a request off',
  description: 'Once, with reasons, no longer than the law allows, and before its term is over.',
  access: requestsHandling,
  params: () => z.strictObject({ requestId: hexId }),
  body: () => z.strictObject({ days: z.int().min(1).max(60), reasons: cleanText(2_000) }),
  success: { status: 200, description: 'The request with its new date.', body: handledDataRequest },
  problems: [
    'DATA_REQUEST.UNKNOWN',
    'DATA_REQUEST.CLOSED',
    'DATA_REQUEST.EXTENDED_BEFORE',
    'DATA_REQUEST.EXTENSION_TOO_LONG',
    'DATA_REQUEST.EXTENSION_TOO_LATE',
    'DATA_REQUEST.REASONS_MISSING',
    'SUBSCRIBER.CHANGED',
  ],
});

export const closeDataRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/subject-requests/{requestId}/close',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Close a request with what became of it',
  description: 'Closing it again the same way changes nothing.',
  access: requestsHandling,
  params: () => z.strictObject({ requestId: hexId }),
  body: () => z.strictObject({ outcome: z.enum(DATA_REQUEST_OUTCOMES) }),
  success: { status: 200, description: 'The closed request.', body: handledDataRequest },
  problems: [
    'DATA_REQUEST.UNKNOWN',
    'DATA_REQUEST.NOT_ANSWERED',
    'DATA_REQUEST.NOT_ERASED',
    'DATA_REQUEST.CLOSED',
    'SUBSCRIBER.CHANGED',
  ],
});

export const copyDataSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/subject-requests/{requestId}/copy',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Copy all that the registry has of who asked for it',
  description:
    'One document, upon an accepted request for a copy that somebody else filed: every field of the person and of all their numbers, images by ' +
    'id and digest. Its digest is on record; the document is kept nowhere, and another is made when it is asked for again.',
  access: requestsHandling,
  params: () => z.strictObject({ requestId: hexId }),
  creates: true,
  success: {
    status: 200,
    description: 'The document.',
    body: () =>
      z
        .strictObject({
          requestId: hexId,
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          document: z.string().meta({ description: 'JSON, exactly as it was hashed.' }),
        })
        .meta({ id: 'CopiedSubscriberData' }),
  },
  problems: [
    'DATA_REQUEST.UNKNOWN',
    'DATA_REQUEST.NO_COPY',
    'DATA_REQUEST.NOT_ANSWERED',
    'DATA_REQUEST.CLOSED',
    'DATA_REQUEST.TOO_MANY_NUMBERS',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

const markLift = once(() =>
  z
    .strictObject({ personId: registryId, caseId: hexId, mark: z.enum(PROCESSING_MARKS) })
    .meta({ id: 'LiftedProcessingMark' }),
);

export const liftMarkSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/marks/lift',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Take a mark away that somebody had set on their record',
  description:
    'Upon a case about their request that somebody else opened. What the mark closed is open again. Taking it away again changes nothing.',
  access: requestsHandling,
  body: markLift,
  success: { status: 200, description: 'The mark that is not there any more.', body: markLift },
  problems: ['SUBSCRIBER.BASIS_REQUIRED', 'SUBSCRIBER.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

/** The specifications of what staff do for the people of the registry. */
export const rightsSpecs = [
  listClaimsSpec,
  decideClaimSpec,
  fileDataRequestSpec,
  listDataRequestsSpec,
  answerDataRequestSpec,
  extendDataRequestSpec,
  closeDataRequestSpec,
  copyDataSpec,
  liftMarkSpec,
];
