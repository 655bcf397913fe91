import { pageLimit, routeSpec } from '@temkin/http';
import { EVENT_ID, once } from '@temkin/kernel';
import * as z from 'zod';
import { PARTIES, SUBJECT_REQUEST_KINDS, SUBJECT_REQUEST_OUTCOMES } from '../domain/index.ts';
import { parcelId } from './parcel-words.ts';
import { searchByPhoneSpec } from './search-spec.ts';

const requestKeeping = {
  scope: 'subject-requests:handle',
  roles: ['support-lead', 'privacy-officer'],
} as const;

const requestId = z.string().regex(EVENT_ID).meta({ description: 'UUIDv7.' });

/** A request on file, as whoever made it sees it. */
export const subjectRequest = once(() =>
  z
    .strictObject({
      requestId,
      kind: z.enum(SUBJECT_REQUEST_KINDS),
      state: z.enum(['open', 'closed']),
      filedAt: z.iso.datetime(),
      replyBy: z.iso.datetime().exactOptional(),
      doneBy: z.iso.datetime(),
    })
    .meta({ id: 'SubjectRequest' }),
);

/** The same, as staff see it. */
const handledRequest = once(() =>
  subjectRequest()
    .extend({
      parcelId,
      party: z.enum(PARTIES),
      closedAt: z.iso.datetime().exactOptional(),
      outcome: z.enum(SUBJECT_REQUEST_OUTCOMES).exactOptional(),
    })
    .meta({ id: 'HandledSubjectRequest' }),
);

const limit = pageLimit(200, 50);

export const listSubjectRequestsSpec = routeSpec({
  method: 'GET',
  path: '/v1/subject-requests',
  action: 'subject-request.list',
  tag: 'Subject requests',
  summary: 'What the people of parcels have asked for',
  description: 'Oldest first, with the dates by which a law wants them answered and done.',
  access: requestKeeping,
  query: () =>
    z.strictObject({
      state: z.enum(['open', 'closed']).default('open'),
      limit,
      cursor: requestId.exactOptional(),
    }),
  success: {
    status: 200,
    description: 'A page of requests.',
    body: () =>
      z.strictObject({
        requests: z.array(handledRequest()).readonly(),
        cursor: requestId.exactOptional(),
      }),
  },
  problems: [],
});

export const closeSubjectRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/subject-requests/{requestId}/close',
  action: 'subject-request.close',
  tag: 'Subject requests',
  summary: 'Close a request with what became of it',
  description: 'Closing a closed request changes nothing.',
  access: requestKeeping,
  params: () => z.strictObject({ requestId }),
  body: () => z.strictObject({ outcome: z.enum(SUBJECT_REQUEST_OUTCOMES) }),
  success: { status: 200, description: 'The closed request.', body: handledRequest },
  problems: ['PARCEL.REQUEST_UNKNOWN', 'PARCEL.CHANGED'],
});

/** The specifications of what staff do for the people of parcels. */
export const subjectRequestSpecs = [searchByPhoneSpec, listSubjectRequestsSpec, closeSubjectRequestSpec];
