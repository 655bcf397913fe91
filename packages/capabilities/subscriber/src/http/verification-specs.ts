import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import {
  CHANNELS,
  FIELD_ANSWERS,
  HOLD_CAUSES,
  HOLD_LEVELS,
  NUMBER_CODE_DIGITS,
  SUBSCRIPTION_STATES,
  VERIFICATION_METHODS,
  VERIFICATION_WANTS,
} from '../domain/index.ts';
import { uuid } from './record-schemas.ts';
import { basisId } from './registry-specs.ts';

const answered = z.enum(FIELD_ANSWERS).exactOptional();

export const sendNumberCodeSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/codes',
  action: 'subscription.code',
  tag: 'Subscriber registry',
  summary: 'Send a one-time code to an earlier number of the holder',
  description:
    'To the latest of the holder’s other numbers that is active, for the verification of this one. You are told neither the code nor that ' +
    'number. The code is good for ten minutes, five tries and one verification; one that was sent stays good when another is asked for.',
  access: { scope: 'subscribers:register', roles: ['registrar'] },
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .strictObject({
        transactionId: basisId.meta({ description: 'Of your own, for registration, about the holder.' }),
      })
      .meta({ id: 'NumberCodeRequest' }),
  creates: true,
  success: {
    status: 202,
    description: 'The gateway has the message.',
    body: () =>
      z
        .strictObject({
          codeId: uuid.meta({ description: 'Names the code when it is told.' }),
          endsAt: z.iso.datetime().meta({ description: 'Until when it is good.' }),
        })
        .meta({ id: 'SentNumberCode' }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'SUBSCRIPTION.STATE_NOT_ALLOWED',
    'SUBSCRIPTION.NO_EARLIER_NUMBER',
    'SUBSCRIPTION.CODE_NOT_SENT',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

export const verifySubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/verify',
  action: 'subscription.verify',
  tag: 'Subscriber registry',
  summary: 'Have the holder of a number verified',
  description:
    'Whoever registered the number: the holder, a child’s guardian, who uses an organisation’s number. A match begins the service, or ' +
    'lifts the suspensions that it settles. Where the source of identities is silent, the question waits and is asked again by itself. ' +
    'The picture of the face is brought as an image before, and is taken over by the verification, once.',
  access: { scope: 'subscribers:register', roles: ['registrar'] },
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .strictObject({
        transactionId: basisId.meta({ description: 'Of your own, for registration, about the holder.' }),
        wants: z.enum(VERIFICATION_WANTS).meta({
          description: 'Who the holder is; or, of a changed device, that the same holder uses it.',
        }),
        channel: z.enum(CHANNELS).meta({ description: 'Where the holder is verified.' }),
        method: z
          .enum(VERIFICATION_METHODS)
          .exactOptional()
          .meta({ description: 'The first that is open to the document there where absent.' }),
        faceImageId: z
          .string()
          .regex(/^[0-9A-Za-z-]{1,64}$/)
          .exactOptional()
          .meta({ description: 'The picture of the face that was taken now.' }),
        hasRecordedCall: z
          .boolean()
          .exactOptional()
          .meta({ description: 'That a call with the holder was recorded, and is kept by the operator.' }),
        code: z
          .strictObject({
            codeId: uuid,
            digits: z.string().regex(new RegExp(`^[0-9]{${NUMBER_CODE_DIGITS}}$`)),
          })
          .exactOptional()
          .meta({ description: 'The code that was sent to an earlier number, as the holder tells it.' }),
        compared: z
          .strictObject({
            identityNumber: answered,
            name: answered,
            birthDate: answered,
            face: answered,
          })
          .exactOptional()
          .meta({ description: 'Of papers alone: what you saw who had them before you, field by field.' }),
      })
      .meta({ id: 'SubscriptionVerification' }),
  creates: true,
  success: {
    status: 200,
    description: 'The holder is verified, or the question waits for its source.',
    body: () =>
      z
        .discriminatedUnion('outcome', [
          z.strictObject({
            outcome: z.literal('verified'),
            verificationId: uuid,
            subscriptionId: uuid,
            state: z.enum(SUBSCRIPTION_STATES),
            holds: z
              .array(z.strictObject({ cause: z.enum(HOLD_CAUSES), level: z.enum(HOLD_LEVELS) }))
              .readonly()
              .meta({ description: 'What suspends it still.' }),
          }),
          z.strictObject({
            outcome: z.literal('waiting'),
            verificationId: uuid,
            subscriptionId: uuid,
            askAgainAt: z.iso.datetime().meta({ description: 'When the source is asked again.' }),
          }),
        ])
        .meta({ id: 'VerifiedSubscription' }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'SUBSCRIPTION.STATE_NOT_ALLOWED',
    'SUBSCRIPTION.NOT_HELD',
    'SUBSCRIPTION.FACE_UNKNOWN',
    'SUBSCRIPTION.CODE_INVALID',
    'SUBSCRIPTION.IDENTITY_MISMATCH',
    'SUBSCRIPTION.VERIFICATION_INCOMPLETE',
    'SUBSCRIPTION.VERIFICATION_NOT_OPEN',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

/** Specifications of the routes by which holders are verified. */
export const verificationSpecs = [sendNumberCodeSpec, verifySubscriptionSpec];
