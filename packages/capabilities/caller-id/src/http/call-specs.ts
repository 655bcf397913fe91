import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { CALL_MODES, CALL_STATES, INTENT_ID } from '../domain/index.ts';

const calling = {
  tag: 'Verified calls',
  access: { scope: 'calls:declare', roles: ['shipper'] },
} as const;

const intentId = z.string().regex(INTENT_ID).meta({ description: 'A UUIDv4.' });

const mode = z.enum(CALL_MODES);

const fields = {
  intentId,
  state: z.enum(CALL_STATES),
  mode,
  declared: z.enum(['before', 'late']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().meta({ description: 'By when it must ring.' }),
  endedAt: z.iso.datetime().exactOptional(),
};

const callIntent = once(() => z.strictObject(fields).meta({ id: 'CallIntent' }));

const params = () => z.strictObject({ intentId });

export const declareCallSpec = routeSpec({
  ...calling,
  method: 'POST',
  path: '/v1/call-intents',
  action: 'call.declare',
  summary: 'Declare a call',
  description:
    'About a parcel that is on the road with you. You are told what to dial, or are rung back where `dial` is absent, and a ' +
    'code to speak: never whom it reaches. The code is kept nowhere, so the same request is answered with ' +
    '`CALL.ALREADY_DONE` and the id of the call.',
  body: () =>
    z
      .strictObject({
        token: z.string().min(1).max(4_296).exactOptional(),
        waybillNumber: z
          .string()
          .regex(/^[A-Z0-9-]{1,35}$/)
          .exactOptional(),
        mode: mode
          .exactOptional()
          .meta({ description: 'A lesser mode than the policy grants; a better one is not given.' }),
        declared: z
          .literal('late')
          .exactOptional()
          .meta({ description: 'The call is over: it was made where nothing could be declared.' }),
        calledAt: z.iso
          .datetime()
          .exactOptional()
          .meta({ description: 'Of a late one, when it was: within the last five minutes.' }),
      })
      .refine(({ token, waybillNumber }) => (token === undefined) !== (waybillNumber === undefined), {
        error: 'Must name its parcel by exactly one of token and waybillNumber.',
      })
      .refine(({ declared, calledAt }) => calledAt === undefined || declared === 'late', {
        error: 'calledAt belongs to a call that is declared late.',
      })
      .meta({ id: 'NewCallIntent' }),
  creates: true,
  success: {
    status: 201,
    description: 'The call is declared.',
    body: () =>
      z
        .strictObject({
          intentId,
          state: z.enum(CALL_STATES),
          mode,
          dial: z.string().exactOptional().meta({
            description:
              'A number of the company’s pool, E.164; absent where you are rung back, the call was over at once, or the number may still lead to whom you called before: declare it again.',
          }),
          spokenCode: z
            .string()
            .regex(/^\d{4}$/)
            .meta({ description: 'To be spoken, never to be asked for.' }),
          script: z
            .strictObject({ vi: z.string(), en: z.string() })
            .meta({ description: 'What to say first.' }),
          expiresAt: z.iso
            .datetime()
            .meta({ description: 'By when it must ring; of a late one, until when it can be checked.' }),
        })
        .meta({ id: 'DeclaredCall' }),
  },
  problems: [
    'CALL.OUTSIDE_HOURS',
    'CALL.ALREADY_DONE',
    'CALL.ALREADY_LIVE',
    'CALL.TOO_LATE',
    'CALL.TOO_MANY',
    'CALL.NO_NUMBER',
    'CALL.NUMBERS_BUSY',
    'CALL.CHANGED',
    'PARCEL.TOKEN_MALFORMED',
    'PARCEL.TOKEN_FORGED',
    'PARCEL.UNKNOWN',
    'PARCEL.NOT_IN_CUSTODY',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.LABEL_ONLY',
    'PARCEL.REVOKED',
    'PARCEL.SHREDDED',
    'PARCEL.QUOTA_EXCEEDED',
  ],
});

export const readCallSpec = routeSpec({
  ...calling,
  method: 'GET',
  path: '/v1/call-intents/{intentId}',
  action: 'call.read',
  summary: 'See where a call stands',
  description: 'One of your own; neither its code nor whom it reaches.',
  params,
  success: { status: 200, description: 'The call.', body: callIntent },
  problems: ['CALL.UNKNOWN'],
});

export const cancelCallSpec = routeSpec({
  ...calling,
  method: 'POST',
  path: '/v1/call-intents/{intentId}/cancel',
  action: 'call.cancel',
  summary: 'Cancel a call',
  description: 'Before it is answered. What is cancelled stays so.',
  params,
  success: { status: 200, description: 'The call as it is now.', body: callIntent },
  problems: ['CALL.UNKNOWN', 'CALL.NOT_CANCELLABLE', 'CALL.CHANGED'],
});

/** Specifications of the routes by which shippers declare calls. */
export const callIntentSpecs = [declareCallSpec, readCallSpec, cancelCallSpec];
