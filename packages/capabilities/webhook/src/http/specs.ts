import { pageLimit, routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { DISABLED_BECAUSE, WEBHOOK_EVENTS, WEBHOOK_ID, WEBHOOK_STATES } from '../domain/index.ts';

const keeping = {
  tag: 'Webhooks',
  access: { scope: 'webhooks:manage', roles: ['order-system', 'staff-admin'] },
} as const;

const limit = pageLimit(100, 50);

const webhookId = z.string().regex(WEBHOOK_ID);

const secret = z.string().meta({ description: 'What messages are signed with; told here and never again.' });

const webhookFields = {
  webhookId,
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)).readonly(),
  state: z.enum(WEBHOOK_STATES),
  disabledBecause: z.enum(DISABLED_BECAUSE).exactOptional(),
  failingSince: z.iso
    .datetime()
    .exactOptional()
    .meta({ description: 'The first failure since the last success.' }),
  createdAt: z.iso.datetime(),
};

const webhook = once(() => z.strictObject(webhookFields).meta({ id: 'Webhook' }));

const params = () => z.strictObject({ webhookId });

const eventReceipt = { status: 200, description: 'The webhook from now on.', body: webhook } as const;

export const createWebhookSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks',
  action: 'webhook.create',
  summary: 'Have changes of parcels told',
  description:
    'Messages are CloudEvents signed by Standard Webhooks (docs/webhooks.md); nothing in them is personal. Begins within a minute.',
  body: () =>
    z
      .strictObject({
        url: z.string().min(1).max(2_048).meta({ description: 'https, a public host, no credentials.' }),
        events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length).readonly(),
      })
      .meta({ id: 'NewWebhook' }),
  creates: true,
  success: {
    status: 201,
    description: 'The webhook and its secret.',
    body: () => z.strictObject({ ...webhookFields, secret }).meta({ id: 'CreatedWebhook' }),
  },
  problems: ['WEBHOOK.URL_NOT_ALLOWED', 'WEBHOOK.TOO_MANY', 'WEBHOOK.CHANGED'],
});

export const listWebhooksSpec = routeSpec({
  ...keeping,
  method: 'GET',
  path: '/v1/webhooks',
  action: 'webhook.list',
  summary: 'List the webhooks',
  description: 'Webhooks of the own tenant in order of id, without their secrets.',
  query: () => z.strictObject({ limit, cursor: webhookId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of webhooks.',
    body: () =>
      z.strictObject({ webhooks: z.array(webhook()).readonly(), cursor: webhookId.exactOptional() }),
  },
  problems: [],
});

export const enableWebhookSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/enable',
  action: 'webhook.enable',
  summary: 'Enable a webhook',
  description: 'What waited for it is sent. Enabling what is active changes nothing.',
  params,
  success: eventReceipt,
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.CHANGED'],
});

export const disableWebhookSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/disable',
  action: 'webhook.disable',
  summary: 'Disable a webhook',
  description:
    'What happens from now on is not told, not even later. Disabling what is disabled changes nothing.',
  params,
  success: eventReceipt,
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.CHANGED'],
});

export const removeWebhookSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/remove',
  action: 'webhook.remove',
  summary: 'Remove a webhook',
  description: 'With its secret and all that waits for it, for good.',
  params,
  success: {
    status: 200,
    description: 'It is gone.',
    body: () => z.strictObject({ webhookId }).meta({ id: 'RemovedWebhook' }),
  },
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.CHANGED'],
});

export const rotateSecretSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/rotate-secret',
  action: 'webhook.rotate',
  summary: 'Give a webhook a new secret',
  description: 'For a day messages are signed with both.',
  params,
  creates: true,
  success: {
    status: 201,
    description: 'The new secret.',
    body: () =>
      z
        .strictObject({ webhookId, secret, previousValidUntil: z.iso.datetime() })
        .meta({ id: 'RotatedSecret' }),
  },
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.CHANGED'],
});

export const testWebhookSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/test',
  action: 'webhook.test',
  summary: 'Send a webhook a test message',
  description: 'Of the type `temkin.webhook.test.v1`, by the way that all messages take: within a minute.',
  params,
  creates: true,
  success: {
    status: 202,
    description: 'It will be sent.',
    body: () =>
      z
        .strictObject({ messageId: z.string().meta({ description: 'The `webhook-id` of the message.' }) })
        .meta({ id: 'TestMessage' }),
  },
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.DISABLED', 'WEBHOOK.CHANGED'],
});

export const redeliverMessagesSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/redeliver',
  action: 'webhook.redeliver',
  summary: 'Send again what never arrived',
  description:
    'Up to forty messages at a time, of those that all attempts failed with in the last thirty days.',
  params,
  success: {
    status: 202,
    description: 'How many will be sent, and whether there are more.',
    body: () =>
      z
        .strictObject({ redelivered: z.int().min(0).max(40), remaining: z.boolean() })
        .meta({ id: 'Redelivery' }),
  },
  problems: ['WEBHOOK.UNKNOWN', 'WEBHOOK.DISABLED', 'WEBHOOK.CHANGED'],
});

/** The webhook capability's specifications, for the OpenAPI document and the authorization matrix. */
export const webhookSpecs = [
  createWebhookSpec,
  listWebhooksSpec,
  enableWebhookSpec,
  disableWebhookSpec,
  removeWebhookSpec,
  rotateSecretSpec,
  testWebhookSpec,
  redeliverMessagesSpec,
];
