import type { Asking } from './asking.ts';
import { STRAY, STRAY_HEADER, STRAY_KEY, STRAY_PATH } from './texts.ts';

/** Webhooks, at whose port nobody listens, and what is wrong with them. */
export const askForWebhooks = async ({ call }: Asking): Promise<void> => {
  const stateChanges = ['parcel.state-changed'];
  const { webhookId } = (await call('order-system', 'POST', '/v1/webhooks', {
    url: 'http://127.0.0.1:9/',
    events: stateChanges,
  })) as { readonly webhookId: string };
  for (const wrong of [
    { url: `https://${STRAY_HEADER}@receiver.example/`, events: stateChanges },
    { url: STRAY, events: stateChanges },
    { url: 'https://receiver.example/', events: [STRAY] },
    { [STRAY]: STRAY },
  ])
    await call('order-system', 'POST', '/v1/webhooks', wrong);
  for (const verb of ['test', 'rotate-secret'])
    for (const id of [webhookId, STRAY_PATH])
      await call('staff-admin-lan', 'POST', `/v1/webhooks/${id}/${verb}`, undefined, STRAY_KEY);
  // From here on nobody writes but who is asked to.
  await call('order-system', 'POST', `/v1/webhooks/${webhookId}/disable`);
  await call('order-system', 'GET', `/v1/webhooks?cursor=${STRAY_PATH}`);
};
