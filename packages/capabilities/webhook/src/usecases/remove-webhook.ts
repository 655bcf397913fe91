import type { Caller, Receipt } from '@temkin/kernel';
import { findWebhook } from './find-webhook.ts';
import type { Surroundings } from './ports.ts';
import { webhookResource } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** Removes a webhook, with its secret and what waits for it, for good. Refuses `WEBHOOK.UNKNOWN`. */
export const removeWebhook =
  ({ recorder, store }: Pick<Surroundings, 'recorder' | 'store'>) =>
  (caller: Caller, webhookId: string): Promise<Receipt> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const webhook = await findWebhook(store, tenant, webhookId);
      const recorded = await recorder.commit(
        caller,
        { action: 'webhook.remove', outcome: 'allowed', resources: [webhookResource(webhookId)] },
        { writes: () => store.removeWrites(tenant, webhook) },
      );
      return recorded.outcome === 'committed' ? recorded.receipt : undefined;
    });
