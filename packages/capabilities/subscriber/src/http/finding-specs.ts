import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { FINDING_GROUNDS, TIMELINES } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';
import { reportNumberSpec } from './report-specs.ts';

const access = { scope: 'subscribers:register', roles: ['registrar'] } as const;

const tag = 'Subscriber registry';

const grounds = [...new Set(TIMELINES.flatMap((timeline) => [...FINDING_GROUNDS[timeline]]))];

export const recordFindingSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/findings',
  action: 'subscription.finding',
  tag,
  summary: 'Put on record what is wrong with a number',
  description:
    'Its information was found wrong, or its device was changed. Where no timeline of that kind is under way, one begins: notices, ' +
    'suspensions and the end, as the law counts them, unless the holder is verified.',
  access,
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .strictObject({
        timeline: z.enum(TIMELINES),
        grounds: z
          .enum(grounds)
          .meta({ description: 'Of a changed device `network`; of wrong information all others.' }),
        foundAt: z.iso
          .datetime()
          .exactOptional()
          .meta({ description: 'Of a changed device: when it was. Now where absent.' }),
      })
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
    'FINDING.GROUNDS_NOT_ALLOWED',
    'FINDING.IN_THE_FUTURE',
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
