import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import { WEBHOOK_LIMIT, type Webhook, type WebhookEvent } from '../domain/index.ts';
import type { Receivers, Surroundings } from './ports.ts';
import { refuse, webhookResource } from './refuse.ts';
import { makeSecret, openSecret, secretText } from './sealed-secret.ts';
import { untilSettled } from './until-settled.ts';

/** A webhook with the secret that only its maker is told. */
export interface CreatedWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
  readonly receipt: Receipt;
}

/**
 * Subscribes a receiver. Refuses `WEBHOOK.URL_NOT_ALLOWED`, and `WEBHOOK.TOO_MANY` where the tenant has ten. The same seed
 * answers the same webhook and its secret again.
 */
export const createWebhook = (dependencies: Surroundings & { readonly receivers: Receivers }) => {
  const { recorder, store, keyRing, clock, receivers } = dependencies;
  return (
    caller: Caller,
    asked: { readonly url: string; readonly events: readonly WebhookEvent[] },
    seed: Uint8Array,
  ): Promise<CreatedWebhook> => {
    const { tenant } = caller.principal;
    if (!receivers.isAllowed(asked.url))
      throw refuse('WEBHOOK.URL_NOT_ALLOWED', {
        errors: [{ pointer: '/url', detail: 'Must be an https URL of a public host, without credentials.' }],
      });
    const webhookId = toHex(keyedHash(seed, 16, 'webhook'));
    return untilSettled(async () => {
      const again = await store.find(tenant, webhookId);
      if (again !== undefined) {
        const bytes = await openSecret(keyRing, tenant, webhookId, again.secret);
        return { webhook: again, secret: secretText(bytes), receipt: again.createReceipt };
      }

      const made = await makeSecret(dependencies, tenant, webhookId);
      const webhook = {
        webhookId,
        ...asked,
        state: 'active',
        createdAt: clock.now(),
        secret: made.sealed,
        madeBy: webhookId,
      } as const;
      const recorded = await recorder.commit(
        caller,
        { action: 'webhook.create', outcome: 'allowed', resources: [webhookResource(webhookId)] },
        { writes: (createReceipt) => store.createWrites(tenant, { ...webhook, createReceipt }) },
      );
      if (recorded.outcome === 'refused' && recorded.failed.includes(1))
        throw refuse('WEBHOOK.TOO_MANY', { detail: `A tenant has at most ${WEBHOOK_LIMIT} webhooks.` });
      if (recorded.outcome !== 'committed') return undefined;
      const { receipt } = recorded;
      return { webhook: { ...webhook, createReceipt: receipt }, secret: secretText(made.bytes), receipt };
    });
  };
};
