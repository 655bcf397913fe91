import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { HOLD_CAUSES, HOLD_LEVELS, SUBSCRIPTION_STATES, VERIFICATION_METHODS } from '../domain/index.ts';
import { holderSchema, newNumberSchema, uuid } from './record-schemas.ts';
import { basisId } from './registry-specs.ts';

const access = { scope: 'subscribers:register', roles: ['registrar'] } as const;

const tag = 'Subscriber registry';

const params = () => z.strictObject({ subscriptionId: uuid });

const transactionId = basisId.meta({ description: 'Of your own, for registration, about the holder.' });

const uponTransaction = once(() => z.strictObject({ transactionId }).meta({ id: 'UponRegistryTransaction' }));

const standing = once(() =>
  z
    .strictObject({
      subscriptionId: uuid,
      state: z.enum(SUBSCRIPTION_STATES),
      holds: z
        .array(z.strictObject({ cause: z.enum(HOLD_CAUSES), level: z.enum(HOLD_LEVELS) }))
        .readonly()
        .meta({ description: 'Why it is suspended: the strictest of them counts.' }),
    })
    .meta({ id: 'SubscriptionStanding' }),
);

const MOVED = [
  'SUBSCRIPTION.UNKNOWN',
  'SUBSCRIPTION.STATE_NOT_ALLOWED',
  'SUBSCRIBER.BASIS_REQUIRED',
  'SUBSCRIBER.CHANGED',
] as const;

export const suspendSubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/suspend',
  action: 'subscription.suspend',
  tag,
  summary: 'Suspend a number for its holder',
  description:
    'At the holder’s request. What they had suspended one way may be suspended two ways afterwards, and not the other way round. Other ' +
    'suspensions stay as they are.',
  access,
  params,
  body: () =>
    z.strictObject({ transactionId, level: z.enum(HOLD_LEVELS) }).meta({ id: 'SubscriptionSuspension' }),
  creates: true,
  success: { status: 200, description: 'Where the number stands.', body: standing },
  problems: MOVED,
});

export const resumeSubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/resume',
  action: 'subscription.resume',
  tag,
  summary: 'Lift a suspension that the holder had asked for',
  description:
    'The number is served again where nothing else suspends it: what is wrong with its information, or a changed device.',
  access,
  params,
  body: uponTransaction,
  creates: true,
  success: { status: 200, description: 'Where the number stands.', body: standing },
  problems: [...MOVED, 'SUBSCRIPTION.NOT_HELD'],
});

export const terminateSubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/terminate',
  action: 'subscription.terminate',
  tag,
  summary: 'End a number for its holder',
  description:
    'For good. The number can be registered by anybody afterwards; what is known of its holder is kept as long as the law says.',
  access,
  params,
  body: uponTransaction,
  creates: true,
  success: { status: 200, description: 'Where the number stands.', body: standing },
  problems: MOVED,
});

export const transferSubscriptionSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/transfer',
  action: 'subscription.transfer',
  tag,
  summary: 'Hand a number over to another holder',
  description:
    'The subscription of the former holder ends and is kept; another begins for the new one, who is registered as anybody is, and waits ' +
    'for their verification. The number is nobody else’s in between.',
  access,
  params,
  body: () =>
    z
      .strictObject({
        transactionId,
        holder: holderSchema(),
        subscription: newNumberSchema().omit({ msisdn: true, use: true }).meta({ id: 'HandedOverNumber' }),
        method: z
          .enum(VERIFICATION_METHODS)
          .meta({ description: 'How the new holder is going to be verified.' }),
      })
      .meta({ id: 'SubscriptionTransfer' }),
  creates: true,
  success: {
    status: 201,
    description: 'The number waits for the verification of its new holder.',
    body: () =>
      z
        .strictObject({
          formerSubscriptionId: uuid,
          subscriptionId: uuid,
          personId: uuid,
          state: z.enum(SUBSCRIPTION_STATES),
        })
        .meta({ id: 'TransferredSubscription' }),
  },
  problems: [
    ...MOVED,
    'SUBSCRIPTION.SAME_HOLDER',
    'SUBSCRIPTION.IDENTITY_IN_DOUBT',
    'SUBSCRIBER.RECORD_REFUSED',
    'SUBSCRIBER.RECORD_TOO_LARGE',
    'SUBSCRIBER.HOLDER_DISAGREES',
    'SUBSCRIBER.IMAGE_UNKNOWN',
    'SUBSCRIBER.INDEX_NOT_READY',
  ],
});

/** Specifications of the routes by which registrars move numbers. */
export const lifecycleSpecs = [
  suspendSubscriptionSpec,
  resumeSubscriptionSpec,
  terminateSubscriptionSpec,
  transferSubscriptionSpec,
];
