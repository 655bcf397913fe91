import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Key,
} from '@temkin/storage';
import type {
  DisabledBecause,
  SealedSecret,
  StoredWebhook,
  Webhook,
  WebhookEvent,
  WebhookState,
} from '../domain/index.ts';

export const webhookKey = (tenant: string, webhookId: string): Key =>
  keyOf('webhooks', 'webhook', { tenant, webhookId });

/** A secret as fields of its item. */
export const secretFields = ({ keyId, nonce, ciphertext }: SealedSecret): Item => ({
  secretKeyId: keyId,
  secretNonce: nonce,
  secret: ciphertext,
});

/** The secret before, as fields of its item. */
export const previousFields = ({ keyId, nonce, ciphertext }: SealedSecret, until: number): Item => ({
  previousKeyId: keyId,
  previousNonce: nonce,
  previousSecret: ciphertext,
  previousUntil: until,
});

const previousIn = (item: Item): Pick<Webhook, 'previous' | 'previousUntil'> => {
  const previousUntil = optional(numberOf, item, 'previousUntil');
  return previousUntil === undefined
    ? {}
    : {
        previous: {
          keyId: textOf(item, 'previousKeyId'),
          nonce: bytesOf(item, 'previousNonce'),
          ciphertext: bytesOf(item, 'previousSecret'),
        },
        previousUntil,
      };
};

export const toWebhookItem = (webhook: Webhook): Item => ({
  webhookId: webhook.webhookId,
  url: webhook.url,
  events: webhook.events,
  state: webhook.state,
  createdAt: webhook.createdAt,
  ...secretFields(webhook.secret),
  madeBy: webhook.madeBy,
  createEventId: webhook.createReceipt.eventId,
  createLeaf: webhook.createReceipt.leaf,
  version: 1,
});

export const fromWebhookItem = (tenant: string, item: Item): StoredWebhook => {
  const webhookId = textOf(item, 'webhookId');
  const because = optional(textOf, item, 'disabledBecause');
  const failingSince = optional(numberOf, item, 'failingSince');
  return {
    webhookId,
    url: textOf(item, 'url'),
    events: textsOf(item, 'events') as readonly WebhookEvent[],
    state: textOf(item, 'state') as WebhookState,
    ...(because !== undefined && { disabledBecause: because as DisabledBecause }),
    createdAt: numberOf(item, 'createdAt'),
    ...(failingSince !== undefined && { failingSince }),
    secret: {
      keyId: textOf(item, 'secretKeyId'),
      nonce: bytesOf(item, 'secretNonce'),
      ciphertext: bytesOf(item, 'secret'),
    },
    ...previousIn(item),
    madeBy: textOf(item, 'madeBy'),
    createReceipt: { eventId: textOf(item, 'createEventId'), leaf: textOf(item, 'createLeaf') },
    reliedOn: relyOn(webhookKey(tenant, webhookId), numberOf(item, 'version')),
  };
};
