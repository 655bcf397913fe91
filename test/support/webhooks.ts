import { afterAll, beforeEach } from 'vitest';
import type { TestSystem } from './system.ts';
import { webhookReceiver } from './webhook-receiver.ts';

/** A webhook as the API answers it. */
export interface Webhook {
  readonly webhookId: string;
  readonly url: string;
  readonly state: string;
  readonly disabledBecause?: string;
  readonly failingSince?: string;
  readonly secret: string;
}

/** What a webhook may be told of. */
export const EVENTS = ['parcel.state-changed'];

/** How long processes believe that nobody listens. */
const MINUTE = 60_000;

/**
 * A receiver and what clients of the API do with webhooks. Call it at the top level of a test file, with `await`: each
 * test begins without a webhook of the first tenant, with a receiver that has received nothing and answers well.
 */
export const webhooks = async (system: Pick<TestSystem, 'as' | 'clock' | 'sendWebhooks'>) => {
  const receiver = await webhookReceiver();
  let serial = 0;

  const list = async (by = 'order-system'): Promise<readonly Webhook[]> => {
    const answer = await system.as(by).get('/v1/webhooks');
    return ((await answer.json()) as { readonly webhooks: readonly Webhook[] }).webhooks;
  };

  const act = (webhook: Pick<Webhook, 'webhookId'>, verb: string, by = 'order-system', key = '') =>
    system
      .as(by)
      .post(
        `/v1/webhooks/${webhook.webhookId}/${verb}`,
        undefined,
        key === '' ? {} : { 'idempotency-key': key },
      );

  /** Makes one; throws where it is refused. */
  const create = async (by = 'order-system', url = receiver.url): Promise<Webhook> => {
    const key = { 'idempotency-key': `webhook-${(serial += 1)}` };
    const answer = await system.as(by).post('/v1/webhooks', { url, events: EVENTS }, key);
    if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
    system.clock.advance(MINUTE);
    return (await answer.json()) as Webhook;
  };

  beforeEach(async () => {
    for (const webhook of await list()) await act(webhook, 'remove');
    await system.sendWebhooks();
    await system.sendWebhooks();
    receiver.received.length = 0;
    receiver.answers(204);
  });
  afterAll(receiver.stop);
  return { receiver, list, act, create };
};
