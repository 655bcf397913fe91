import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { SUBSCRIPTION_STATES, VERIFICATION_METHODS } from '../domain/index.ts';
import { holderSchema, NAMES_ANY, namesAny, newNumberSchema, uuid } from './record-schemas.ts';
import { basisId } from './registry-specs.ts';

export const registerSubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions',
  action: 'subscriber.register',
  tag: 'Subscriber registry',
  summary: 'Register a number',
  description:
    'The holder with everything that the law wants, and one number. Whoever is registered by the identity number already gets a further ' +
    'number, and the papers that were shown are kept anew; name and birth date must be those on record. The number is served when its ' +
    'holder is verified. What is wrong with the record is told all at once, by code and place.',
  access: { scope: 'subscribers:register', roles: ['registrar'] },
  body: () =>
    z
      .strictObject({
        holder: holderSchema(),
        subscription: newNumberSchema(),
        method: z
          .enum(VERIFICATION_METHODS)
          .meta({ description: 'How the identity is going to be verified.' }),
        transactionId: basisId
          .exactOptional()
          .meta({ description: 'Of your own, for registration: whoever is registered may be read upon it.' }),
      })
      .meta({ id: 'NewSubscription' }),
  creates: true,
  success: {
    status: 201,
    description: 'The number waits for the verification of its holder.',
    body: () =>
      z
        .strictObject({ subscriptionId: uuid, personId: uuid, state: z.enum(SUBSCRIPTION_STATES) })
        .meta({ id: 'Subscription' }),
  },
  problems: [
    'SUBSCRIBER.RECORD_REFUSED',
    'SUBSCRIBER.RECORD_TOO_LARGE',
    'SUBSCRIBER.HOLDER_DISAGREES',
    'SUBSCRIBER.NUMBER_TAKEN',
    'SUBSCRIBER.IMAGE_UNKNOWN',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.INDEX_NOT_READY',
    'SUBSCRIBER.CHANGED',
  ],
});

const papers = once(() =>
  newNumberSchema()
    .pick({ user: true, confirmation: true, contract: true, point: true })
    .meta({ id: 'RegistryNumberPapers' }),
);

export const amendSubscriptionSpec = routeSpec({
  method: 'PATCH',
  path: '/v1/subscriptions/{subscriptionId}',
  action: 'subscription.amend',
  tag: 'Subscriber registry',
  summary: 'Correct the papers of a number',
  description:
    'Confirmation, contract, point of registration, and who uses an organisation’s number. What is named is sealed anew, what is not stays ' +
    'as it is, and so does where the number stands. Nothing comes in that a registration would refuse. Upon a case for correction that ' +
    'somebody else opened about the holder.',
  access: { scope: 'subscribers:amend', roles: ['registrar'] },
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .strictObject({
        caseId: basisId,
        subscription: papers().refine(namesAny, NAMES_ANY),
      })
      .meta({ id: 'SubscriptionAmendment' }),
  success: {
    status: 200,
    description: 'The number as of this version.',
    body: () => z.strictObject({ subscriptionId: uuid, version: z.int() }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.RECORD_REFUSED',
    'SUBSCRIBER.RECORD_TOO_LARGE',
    'SUBSCRIBER.IMAGE_UNKNOWN',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

/** Specifications of the routes of numbers. */
export const subscriptionSpecs = [registerSubscriptionSpec, amendSubscriptionSpec];
