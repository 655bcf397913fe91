import type { Caller } from '@temkin/kernel';
import type { WebhookStore } from '../store/webhooks.ts';

/** Webhooks of the caller's tenant in order of id; `next` is the `after` of the following page. */
export const listWebhooks =
  ({ store }: { readonly store: WebhookStore }) =>
  ({ principal: { tenant } }: Caller, range: { readonly limit: number; readonly after?: string }) =>
    store.page(tenant, range);
