import { routeSpec } from '@temkin/http';
import { EVENT_ID, once } from '@temkin/kernel';
import * as z from 'zod';
import { PSEUDONYM } from '../domain/index.ts';

const auditor = { scope: 'audit:read', roles: ['auditor'] } as const;

const pseudonym = z.string().regex(PSEUDONYM);

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
    'Events of the own tenant in order of time, without this query, which is itself put on record first. A page may be ' +
    'empty and still carry a cursor.',
  access: auditor,
  body: () =>
    z.strictObject({
      parcelId: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .exactOptional(),
      waybillNumber: z
        .string()
        .regex(/^[A-Z0-9-]{1,35}$/)
        .exactOptional(),
      subject: pseudonym.exactOptional(),
      actor: pseudonym.exactOptional(),
      action: z.string().max(40).exactOptional(),
      outcome: z.enum(['allowed', 'refused', 'failed']).exactOptional(),
      from: z.iso.datetime().exactOptional(),
      to: z.iso.datetime().exactOptional(),
      cursor: eventId.exactOptional(),
      limit: z.int().min(1).max(200).default(50),
    }),
  success: {
    status: 200,
    description: 'Matching events.',
    body: () =>
      z.strictObject({
        events: z.array(event()),
        cursor: eventId.exactOptional(),
        pending: z.int().meta({ description: 'Events of this page that the log has not taken up yet.' }),
      }),
  },
  problems: ['ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
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

/** The audit capability's specifications, for the OpenAPI document and the authorization matrix. */
export const auditSpecs = [queryEventsSpec, readEventSpec];
