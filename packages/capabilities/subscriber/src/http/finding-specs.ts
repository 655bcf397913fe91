import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { FOUND_BY_HAND } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';
import { reportNumberSpec } from './report-specs.ts';
import { isUponOne, UPON_ONE, uponEither } from './upon-one.ts';

const access = { scope: 'subscribers:register', roles: ['registrar'] } as const;

const tag = 'Subscriber registry';

export const recordFindingSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/findings',
  action: 'subscription.finding',
  tag,
  summary: 'Put on record what is wrong with a number',
  description:
    'Its information was found wrong by somebody who looked. Where no timeline of that kind is under way, one begins: notices, ' +
    'suspensions and the end, as the law counts them, unless the holder is verified or the finding is taken back. What only others know, ' +
    'a claim, an import, a source of identities, a network, is no finding by hand. It is made upon your own transaction for registration, or ' +
    'somebody else’s case for correction, about the holder.',
  access,
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .strictObject({
        ...uponEither,
        timeline: z
          .literal('wrong-information')
          .meta({ description: 'That a device was changed, its network reports.' }),
        grounds: z.enum(FOUND_BY_HAND),
        foundAt: z.iso.datetime().exactOptional().meta({
          description: 'When it was found: not before the number was registered. Now where absent.',
        }),
      })
      .refine(isUponOne, UPON_ONE)
      .meta({ id: 'NewSubscriptionFinding' }),
  creates: true,
  success: {
    status: 201,
    description: 'The finding.',
    body: () => z.strictObject({ findingId: uuid, subscriptionId: uuid }).meta({ id: 'SubscriptionFinding' }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'SUBSCRIPTION.STATE_NOT_ALLOWED',
    'FINDING.IN_THE_FUTURE',
    'FINDING.BEFORE_THE_NUMBER',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.CHANGED',
  ],
});

export const withdrawFindingSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/findings/{findingId}/withdraw',
  action: 'subscription.finding',
  tag,
  summary: 'Take a finding back',
  description:
    'Of what somebody found who looked: `document`, `portrait`, `contract`, `sweep`. The last that stands stops its timeline and lifts ' +
    'its suspension, but for the timeline that an import began. What was found on other grounds, the holder’s verification settles. ' +
    'Said again, it changes nothing.',
  access,
  params: () => z.strictObject({ subscriptionId: uuid, findingId: uuid }),
  creates: true,
  success: {
    status: 200,
    description: 'The finding, which counts no more.',
    body: () => z.strictObject({ findingId: uuid }).meta({ id: 'WithdrawnFinding' }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'FINDING.UNKNOWN',
    'FINDING.NOT_WITHDRAWABLE',
    'FINDING.SETTLED_BEFORE',
    'SUBSCRIPTION.STATE_NOT_ALLOWED',
    'SUBSCRIBER.CHANGED',
  ],
});

/** Specifications of the routes of findings. */
export const findingSpecs = [recordFindingSpec, withdrawFindingSpec, reportNumberSpec];
