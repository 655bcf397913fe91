import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { uuid } from './record-schemas.ts';

/** What a network sees of a number and the registry does not. */
export const reportNumberSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscriptions/{subscriptionId}/reports',
  action: 'subscription.finding',
  tag: 'Subscriber registry',
  summary: 'Tell what the network sees of a number',
  description:
    'That its device was changed begins the timeline of a changed device, as a finding does. That it was used again after a pause is ' +
    'kept for sweeps: the last pause counts, and an older one changes nothing. The number is named by the id that came with its orders.',
  access: { scope: 'subscriptions:report', roles: ['operator'] },
  params: () => z.strictObject({ subscriptionId: uuid }),
  body: () =>
    z
      .discriminatedUnion('what', [
        z.strictObject({
          what: z.literal('device-changed'),
          at: z.iso.datetime().meta({ description: 'When the network saw the other device first.' }),
        }),
        z.strictObject({
          what: z.literal('used-again'),
          at: z.iso.datetime().meta({ description: 'When it was used again.' }),
          lastUsedAt: z.iso.datetime().meta({ description: 'When it was used last before.' }),
        }),
      ])
      .meta({ id: 'NumberReport' }),
  creates: true,
  success: {
    status: 201,
    description: 'It is on record.',
    body: () => z.strictObject({ subscriptionId: uuid }).meta({ id: 'ReportedNumber' }),
  },
  problems: [
    'SUBSCRIPTION.UNKNOWN',
    'SUBSCRIPTION.STATE_NOT_ALLOWED',
    'FINDING.IN_THE_FUTURE',
    'FINDING.BEFORE_THE_NUMBER',
    'SUBSCRIBER.CHANGED',
  ],
});
