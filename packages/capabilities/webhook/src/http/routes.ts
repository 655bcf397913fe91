import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { Webhook, WebhookState } from '../domain/index.ts';
import type { createWebhook } from '../usecases/create-webhook.ts';
import type { listWebhooks } from '../usecases/list-webhooks.ts';
import type { redeliverMessages } from '../usecases/redeliver-messages.ts';
import type { removeWebhook } from '../usecases/remove-webhook.ts';
import type { rotateSecret } from '../usecases/rotate-secret.ts';
import type { switchWebhook } from '../usecases/switch-webhook.ts';
import type { testWebhook } from '../usecases/test-webhook.ts';
import {
  createWebhookSpec,
  disableWebhookSpec,
  enableWebhookSpec,
  listWebhooksSpec,
  redeliverMessagesSpec,
  removeWebhookSpec,
  rotateSecretSpec,
  testWebhookSpec,
} from './specs.ts';

export interface WebhookUsecases {
  readonly createWebhook: ReturnType<typeof createWebhook>;
  readonly listWebhooks: ReturnType<typeof listWebhooks>;
  readonly switchWebhook: ReturnType<typeof switchWebhook>;
  readonly removeWebhook: ReturnType<typeof removeWebhook>;
  readonly rotateSecret: ReturnType<typeof rotateSecret>;
  readonly testWebhook: ReturnType<typeof testWebhook>;
  readonly redeliverMessages: ReturnType<typeof redeliverMessages>;
}

const webhookView = ({ webhookId, url, events, state, ...webhook }: Webhook) => {
  const { disabledBecause, failingSince, createdAt } = webhook;
  return {
    webhookId,
    url,
    events,
    state,
    ...(disabledBecause !== undefined && { disabledBecause }),
    ...(failingSince !== undefined && { failingSince: rfc3339(failingSince) }),
    createdAt: rfc3339(createdAt),
  };
};

const switchRoute = (spec: typeof enableWebhookSpec, state: WebhookState, usecases: WebhookUsecases): Route =>
  route(spec, async ({ caller, params }) => {
    const { webhook, receipt } = await usecases.switchWebhook(caller, params.webhookId, state);
    return { body: webhookView(webhook), ...(receipt !== undefined && { receipt }) };
  });

/** The webhook capability's routes. */
export const webhookRoutes = (usecases: WebhookUsecases): readonly Route[] => [
  route(createWebhookSpec, async ({ caller, body, seed }) => {
    const { webhook, secret, receipt } = await usecases.createWebhook(caller, body, seed);
    return { body: { ...webhookView(webhook), secret }, receipt };
  }),
  route(listWebhooksSpec, async ({ caller, query: { limit, cursor } }) => {
    const { webhooks, next } = await usecases.listWebhooks(caller, {
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return { body: { webhooks: webhooks.map(webhookView), ...(next !== undefined && { cursor: next }) } };
  }),
  switchRoute(enableWebhookSpec, 'active', usecases),
  switchRoute(disableWebhookSpec, 'disabled', usecases),
  route(removeWebhookSpec, async ({ caller, params: { webhookId } }) => ({
    body: { webhookId },
    receipt: await usecases.removeWebhook(caller, webhookId),
  })),
  route(rotateSecretSpec, async ({ caller, params: { webhookId }, seed }) => {
    const { secret, previousUntil, receipt } = await usecases.rotateSecret(caller, webhookId, seed);
    return {
      body: { webhookId, secret, previousValidUntil: rfc3339(previousUntil) },
      ...(receipt !== undefined && { receipt }),
    };
  }),
  route(testWebhookSpec, async ({ caller, params, seed }) => {
    const { messageId, receipt } = await usecases.testWebhook(caller, params.webhookId, seed);
    return { body: { messageId }, receipt };
  }),
  route(redeliverMessagesSpec, async ({ caller, params }) => {
    const { receipt, ...body } = await usecases.redeliverMessages(caller, params.webhookId);
    return { body, receipt };
  }),
];
