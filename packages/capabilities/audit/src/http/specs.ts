import { routeSpec } from '@temkin/http';
import { EVENT_ID, once } from '@temkin/kernel';
import * as z from 'zod';
import { SAVED_QUESTIONS } from '../domain/index.ts';
import {
  auditor,
  criteria,
  cursor,
  logsAsOf,
  namesSubject,
  questionName,
  SUBJECT_MISSING,
} from './asking.ts';
import { countEventsSpec, exportEventsSpec, listQuestionsSpec } from './question-specs.ts';

const eventId = z.string().regex(EVENT_ID).meta({ description: 'UUIDv7.' });

const event = once(() =>
  z
    .strictObject({
      eventId,
      time: z.iso.datetime(),
      action: z.string(),
      outcome: z.enum(['allowed', 'refused', 'failed']),
      reason: z.string().exactOptional().meta({ description: 'The code of the refusal.' }),
      actor: z.strictObject({
        pseudonym: z.string(),
        role: z.string(),
        facility: z.string().exactOptional(),
      }),
      resources: z
        .array(
          z.strictObject({
            type: z.string(),
            pseudonym: z.string(),
            version: z
              .int()
              .exactOptional()
              .meta({ description: 'Of a record that was changed: the version that this change made.' }),
          }),
        )
        .readonly(),
      purpose: z.string().exactOptional(),
      groups: z.array(z.string()).readonly().exactOptional(),
      policies: z.array(z.string()).readonly().exactOptional(),
      change: z.string().exactOptional(),
      fields: z
        .array(z.string())
        .readonly()
        .exactOptional()
        .meta({ description: 'Names of the fields that were changed.' }),
      grounds: z.string().exactOptional().meta({ description: 'The reason that the actor gave.' }),
      flags: z.array(z.string()).readonly().exactOptional(),
      logYear: z.string().exactOptional().meta({
        description: 'Whose log it stands in, by its year; absent as long as it waits for the log.',
      }),
      index: z.int().exactOptional().meta({ description: 'Where it stands there.' }),
      leafHash: z
        .string()
        .exactOptional()
        .meta({ description: 'Base64 SHA-256 leaf hash of its entry, as the receipt of the event has it.' }),
    })
    .meta({ id: 'AuditEvent' }),
);

export const queryEventsSpec = routeSpec({
  method: 'POST',
  path: '/v1/audit/queries',
  action: 'audit.query',
  tag: 'Audit',
  summary: 'Ask who did what',
  description:
    'Events of the own tenant, without this query, which is itself put on record first. What the index had when the question ' +
    'was first asked comes first, then what the logs have beyond, then what waits for the log: each in order, and every ' +
    'event once, however the log grows from page to page. A page may be empty and still carry a cursor. A log holds the ' +
    'events of one year, so `asOf` tells of each.',
  access: auditor,
  body: () =>
    z
      .strictObject({
        ...criteria(),
        question: questionName(SAVED_QUESTIONS).exactOptional(),
        limit: z.int().min(1).max(200).default(50),
      })
      .refine(namesSubject, SUBJECT_MISSING),
  success: {
    status: 200,
    description: 'Matching events.',
    body: () =>
      z.strictObject({
        events: z.array(event()),
        cursor: cursor.exactOptional(),
        asOf: logsAsOf(),
        pending: z.int().meta({ description: 'Events of this page that the log has not taken up yet.' }),
      }),
  },
  problems: ['AUDIT.CURSOR_INVALID', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const readEventSpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/events/{eventId}',
  action: 'audit.read',
  tag: 'Audit',
  summary: 'Read one event',
  access: auditor,
  params: () => z.strictObject({ eventId }),
  success: { status: 200, description: 'The event.', body: event },
  problems: ['AUDIT.EVENT_UNKNOWN', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const proveEventSpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/events/{eventId}/proof',
  action: 'audit.prove',
  tag: 'Audit',
  summary: 'Prove that an event stands in the log',
  description:
    'A proof (c2sp.org/tlog-proof) for the leaf hash that the receipt of the event has, under the newest checkpoint. An ' +
    'event gets into the log within seconds: `AUDIT.NOT_MERGED` says in `Retry-After` when to ask again.',
  access: auditor,
  params: () => z.strictObject({ eventId }),
  success: {
    status: 200,
    description: 'The proof.',
    mediaType: 'text/plain; charset=utf-8',
    body: () => z.string(),
  },
  problems: ['AUDIT.EVENT_UNKNOWN', 'AUDIT.NOT_MERGED', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});

/** The audit capability's specifications, for the OpenAPI document and the authorization matrix. */
export const auditSpecs = [
  queryEventsSpec,
  exportEventsSpec,
  countEventsSpec,
  listQuestionsSpec,
  readEventSpec,
  proveEventSpec,
];
