import { pageLimit } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  CLAIM_DECISIONS,
  DATA_REQUEST_OUTCOMES,
  DATA_REQUESTS,
  IDENTITY_KINDS,
  REFUSAL_GROUNDS,
} from '../domain/index.ts';

export const company = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .meta({ description: 'The short name of the company.' });

/** An id of a challenge, a claim, a request or a document that was handed over. */
export const hexId = z.string().regex(/^[0-9a-f]{32}$/);

/** An id of the registry, a UUID in lower case. */
export const registryId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** The word that a session is known by. */
export const session = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const msisdn = z.string().min(1).max(32).meta({
  description: 'A Vietnamese mobile number, with or without its country code.',
});

/** Well-formed text without control characters. */
export const cleanText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u);

export const identityNumber = once(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('passport'),
      number: z.string().min(1).max(64),
      issuer: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .meta({ description: 'Three letters of ICAO 9303-3.' }),
    }),
    z.strictObject({
      kind: z.enum(IDENTITY_KINDS).exclude(['passport']),
      number: z.string().min(1).max(64),
    }),
  ]),
);

const limit = pageLimit(99, 50);

/** Where a page ended: an instant and an id. */
export const cursor = z.string().regex(/^[0-9]{15}\.[0-9a-f]{32}$/);

/** Which page of a register. */
export const registerPage = () =>
  z.strictObject({
    state: z.enum(['open', 'closed']).default('open'),
    limit,
    cursor: cursor.exactOptional(),
  });

export const claim = once(() =>
  z
    .strictObject({
      claimId: hexId,
      receipt: z.string().meta({ description: 'By which the claimant asks where it stands.' }),
      subscriptionId: registryId,
      state: z.enum(['open', ...CLAIM_DECISIONS]),
      filedAt: z.iso.datetime(),
      replyBy: z.iso.datetime(),
      doneBy: z.iso.datetime(),
    })
    .meta({ id: 'NumberClaim' }),
);

/** A claim as staff see it. */
export const handledClaim = once(() =>
  claim()
    .extend({
      personId: registryId,
      claimantSubscriptionId: registryId,
      caseId: hexId,
      claimantTold: z.boolean().meta({ description: 'Whether the claimant was told where it stands.' }),
      decidedAt: z.iso.datetime().exactOptional(),
      decidedBy: z.string().exactOptional(),
    })
    .meta({ id: 'HandledNumberClaim' }),
);

export const dataRequest = once(() =>
  z
    .strictObject({
      requestId: hexId,
      kind: z.enum(DATA_REQUESTS),
      state: z.enum(['filed', 'accepted', 'refused', 'closed']),
      filedAt: z.iso.datetime(),
      replyBy: z.iso.datetime(),
      doneBy: z.iso.datetime(),
    })
    .meta({ id: 'SubscriberRequest' }),
);

/** A request as staff see it. */
export const handledDataRequest = once(() =>
  dataRequest()
    .extend({
      personId: registryId,
      caseId: hexId,
      needsProcessor: z.boolean(),
      extendedDays: z.int().exactOptional(),
      answeredAt: z.iso.datetime().exactOptional(),
      ground: z.enum(REFUSAL_GROUNDS).exactOptional(),
      closedAt: z.iso.datetime().exactOptional(),
      outcome: z.enum(DATA_REQUEST_OUTCOMES).exactOptional(),
    })
    .meta({ id: 'HandledSubscriberRequest' }),
);
