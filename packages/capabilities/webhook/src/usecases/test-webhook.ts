import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import { KEPT_SECONDS, testMessage } from '../domain/index.ts';
import type { MessageStore } from '../store/messages.ts';
import { findWebhook } from './find-webhook.ts';
import type { Surroundings } from './ports.ts';
import { refuse, webhookResource } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Sends a receiver a message of the type `temkin.webhook.test.v1`, by the way that all take. Refuses `WEBHOOK.UNKNOWN` and
 * `WEBHOOK.DISABLED`. The same seed makes the same message, which its receiver knows again.
 */
export const testWebhook =
  ({
    recorder,
    store,
    messages,
    clock,
  }: Pick<Surroundings, 'recorder' | 'store' | 'clock'> & { readonly messages: MessageStore }) =>
  (
    caller: Caller,
    webhookId: string,
    seed: Uint8Array,
  ): Promise<{ readonly messageId: string; readonly receipt: Receipt }> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const webhook = await findWebhook(store, tenant, webhookId);
      if (webhook.state !== 'active') throw refuse('WEBHOOK.DISABLED');
      const now = clock.now();
      const testId = toHex(keyedHash(seed, 16, 'test', webhookId));
      const message = testMessage(tenant, { webhookId, testId, now });
      const recorded = await recorder.commit(
        caller,
        { action: 'webhook.test', outcome: 'allowed', resources: [webhookResource(webhookId)] },
        {
          reliedOn: [webhook.reliedOn],
          writes: () => [
            messages.enqueueWrite(
              { tenant, webhookId },
              {
                ...message,
                dueAt: now,
                failures: 0,
                expiresAtSeconds: Math.floor(now / 1_000) + KEPT_SECONDS,
              },
            ),
          ],
        },
      );
      return recorded.outcome === 'committed'
        ? { messageId: message.messageId, receipt: recorded.receipt }
        : undefined;
    });
