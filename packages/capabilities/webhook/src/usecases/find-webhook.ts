import type { StoredWebhook } from '../domain/index.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import { refuse } from './refuse.ts';

/** A webhook of the tenant; `WEBHOOK.UNKNOWN` where there is none of that id, be it another tenant's. */
export const findWebhook = async (
  store: WebhookStore,
  tenant: string,
  webhookId: string,
): Promise<StoredWebhook> => {
  const webhook = await store.find(tenant, webhookId);
  if (webhook === undefined) throw refuse('WEBHOOK.UNKNOWN');
  return webhook;
};
