import type { Caller, Receipt } from '@temkin/kernel';
import type { MessageStore } from '../store/messages.ts';
import { findWebhook } from './find-webhook.ts';
import type { Surroundings } from './ports.ts';
import { refuse, webhookResource } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** In one transaction: two writes for each, beside their event and the records it relies on. */
const MESSAGES_LIMIT = 40;

/**
 * Puts messages that never arrived, at most forty of them, back into the queue. Refuses `WEBHOOK.UNKNOWN` and
 * `WEBHOOK.DISABLED`. `remaining`: whether there are more.
 */
export const redeliverMessages =
  ({
    recorder,
    store,
    messages,
    clock,
  }: Pick<Surroundings, 'recorder' | 'store' | 'clock'> & { readonly messages: MessageStore }) =>
  (
    caller: Caller,
    webhookId: string,
  ): Promise<{ readonly redelivered: number; readonly remaining: boolean; readonly receipt: Receipt }> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const webhook = await findWebhook(store, tenant, webhookId);
      if (webhook.state !== 'active') throw refuse('WEBHOOK.DISABLED');
      const to = { tenant, webhookId };
      const now = clock.now();
      const dead = await messages.dead(to, now);
      const chosen = dead.slice(0, MESSAGES_LIMIT);
      const recorded = await recorder.commit(
        caller,
        { action: 'webhook.redeliver', outcome: 'allowed', resources: [webhookResource(webhookId)] },
        {
          reliedOn: [webhook.reliedOn],
          writes: () => chosen.flatMap((message) => messages.reviveWrites(to, message, now)),
        },
      );
      return recorded.outcome === 'committed'
        ? { redelivered: chosen.length, remaining: dead.length > chosen.length, receipt: recorded.receipt }
        : undefined;
    });
