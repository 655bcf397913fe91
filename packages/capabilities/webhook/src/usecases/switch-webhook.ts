import type { Caller, Receipt } from '@temkin/kernel';
import type { StoredWebhook, Webhook, WebhookState } from '../domain/index.ts';
import { findWebhook } from './find-webhook.ts';
import type { Surroundings } from './ports.ts';
import { webhookResource } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A webhook as it is now, and the receipt of the change that made it so just now. */
export interface SwitchedWebhook {
  readonly webhook: Webhook;
  readonly receipt?: Receipt;
}

const switchedTo = (webhook: StoredWebhook, state: WebhookState): Webhook => {
  const { disabledBecause: _because, failingSince: _since, ...rest } = webhook;
  return state === 'active' ? { ...rest, state } : { ...webhook, state, disabledBecause: 'asked' };
};

/**
 * Enables or disables a webhook. What happens while it is disabled is never told. Who asks for the state it has is answered
 * as it is. Refuses `WEBHOOK.UNKNOWN`.
 */
export const switchWebhook =
  ({ recorder, store }: Pick<Surroundings, 'recorder' | 'store'>) =>
  (caller: Caller, webhookId: string, state: WebhookState): Promise<SwitchedWebhook> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const webhook = await findWebhook(store, tenant, webhookId);
      if (webhook.state === state) return { webhook };
      const recorded = await recorder.commit(
        caller,
        {
          action: state === 'active' ? 'webhook.enable' : 'webhook.disable',
          outcome: 'allowed',
          resources: [webhookResource(webhookId)],
        },
        { writes: () => [store.switchWrite(tenant, webhook, state)] },
      );
      return recorded.outcome === 'committed'
        ? { webhook: switchedTo(webhook, state), receipt: recorded.receipt }
        : undefined;
    });
