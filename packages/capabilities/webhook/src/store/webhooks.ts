import { keyOf, numberOf, optional, partsOf, type Clause, type Table, type Write } from '@temkin/storage';
import {
  WEBHOOK_LIMIT,
  type DisabledBecause,
  type SealedSecret,
  type StoredWebhook,
  type Webhook,
  type WebhookState,
} from '../domain/index.ts';
import { fromWebhookItem, previousFields, secretFields, toWebhookItem, webhookKey } from './webhook-item.ts';

const countKey = (tenant: string) => keyOf('webhooks', 'webhookCount', { tenant });

const listedKey = (tenant: string, webhookId: string) => keyOf('webhooks', 'listed', { tenant, webhookId });

const asRead = ({ reliedOn }: StoredWebhook): readonly Clause[] => [
  { attribute: 'version', is: 'equal', to: reliedOn.version },
];

/** A webhook of any tenant, for who sends. */
export interface ListedWebhook {
  readonly tenant: string;
  readonly webhookId: string;
}

/** Webhooks and the writes that change them, and the list of those of all tenants. */
export const webhookStore = (table: Table) => ({
  find: async (tenant: string, webhookId: string): Promise<StoredWebhook | undefined> => {
    const item = await table.get(webhookKey(tenant, webhookId));
    return item && fromWebhookItem(tenant, item);
  },

  /** In order of id; `next` is the `after` of the following page. */
  page: async (
    tenant: string,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly webhooks: readonly StoredWebhook[]; readonly next?: string }> => {
    const { partition, sort: prefix } = webhookKey(tenant, '');
    const page = await table.query({
      table: 'webhooks',
      partition,
      prefix,
      limit,
      ...(after !== undefined && { after: webhookKey(tenant, after).sort }),
    });
    const webhooks = page.items.map(({ item }) => fromWebhookItem(tenant, item));
    const last = webhooks.at(-1);
    return { webhooks, ...(page.next !== undefined && last !== undefined && { next: last.webhookId }) };
  },

  /** How many webhooks a tenant has. */
  count: async (tenant: string): Promise<number> => {
    const item = await table.get(countKey(tenant));
    return (item && optional(numberOf, item, 'count')) ?? 0;
  },

  /** Refused at position 0 where the webhook exists, at 1 where the tenant has as many as it may. */
  createWrites: (tenant: string, webhook: Webhook): readonly Write[] => [
    {
      kind: 'put',
      key: webhookKey(tenant, webhook.webhookId),
      item: toWebhookItem(webhook),
      condition: 'absent',
    },
    {
      kind: 'update',
      key: countKey(tenant),
      add: { count: 1 },
      condition: [{ attribute: 'count', is: 'absent-or-less', than: WEBHOOK_LIMIT }],
    },
    { kind: 'put', key: listedKey(tenant, webhook.webhookId), item: {} },
  ],

  switchWrite: (tenant: string, webhook: StoredWebhook, state: WebhookState): Write => ({
    kind: 'update',
    key: webhookKey(tenant, webhook.webhookId),
    ...(state === 'active'
      ? { set: { state }, remove: ['disabledBecause', 'failingSince'] }
      : { set: { state, disabledBecause: 'asked' satisfies DisabledBecause } }),
    add: { version: 1 },
    condition: asRead(webhook),
  }),

  rotateWrite: (
    tenant: string,
    webhook: StoredWebhook,
    made: { readonly secret: SealedSecret; readonly madeBy: string; readonly previousUntil: number },
  ): Write => ({
    kind: 'update',
    key: webhookKey(tenant, webhook.webhookId),
    set: {
      ...previousFields(webhook.secret, made.previousUntil),
      ...secretFields(made.secret),
      madeBy: made.madeBy,
    },
    add: { version: 1 },
    condition: asRead(webhook),
  }),

  /** It stays listed until whoever sends has cleared what waits for it. */
  removeWrites: (tenant: string, webhook: StoredWebhook): readonly Write[] => [
    { kind: 'delete', key: webhookKey(tenant, webhook.webhookId), condition: asRead(webhook) },
    { kind: 'update', key: countKey(tenant), add: { count: -1 } },
  ],

  /** Since when a receiver fails; undefined once it does not. No decision of a caller relies on it, so no new version. */
  noteFailing: async ({ tenant, webhookId }: ListedWebhook, since: number | undefined): Promise<void> => {
    await table.write({
      kind: 'update',
      key: webhookKey(tenant, webhookId),
      ...(since === undefined ? { remove: ['failingSince'] } : { set: { failingSince: since } }),
      condition: 'present',
    });
  },

  /** False where it is disabled or removed already. */
  disable: async ({ tenant, webhookId }: ListedWebhook, because: DisabledBecause): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'update',
      key: webhookKey(tenant, webhookId),
      set: { state: 'disabled', disabledBecause: because },
      add: { version: 1 },
      condition: [{ attribute: 'state', is: 'equal', to: 'active' }],
    });
    return verdict.outcome === 'committed';
  },

  /** Webhooks of all tenants, removed ones that wait to be cleared among them. */
  async *listed(): AsyncGenerator<ListedWebhook, void, undefined> {
    const { partition } = listedKey('', '');
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'webhooks',
        partition,
        limit: 100,
        ...(after !== undefined && { after }),
      });
      for (const { sort } of page.items) {
        const parts = partsOf('webhooks', 'listed', { partition, sort });
        if (parts !== undefined) yield { tenant: parts.tenant, webhookId: parts.webhookId };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Takes a webhook's queue for oneself until an instant, in seconds since the epoch; false where somebody has it. */
  lease: async ({ tenant, webhookId }: ListedWebhook, nowSeconds: number, untilSeconds: number) => {
    const verdict = await table.write({
      kind: 'update',
      key: listedKey(tenant, webhookId),
      set: { busyUntilSeconds: untilSeconds },
      condition: [{ attribute: 'busyUntilSeconds', is: 'absent-or-less', than: nowSeconds }],
    });
    return verdict.outcome === 'committed';
  },

  release: async ({ tenant, webhookId }: ListedWebhook, untilSeconds: number): Promise<void> => {
    await table.write({
      kind: 'update',
      key: listedKey(tenant, webhookId),
      set: { busyUntilSeconds: 0 },
      condition: [{ attribute: 'busyUntilSeconds', is: 'equal', to: untilSeconds }],
    });
  },

  unlist: async ({ tenant, webhookId }: ListedWebhook): Promise<void> => {
    await table.write({ kind: 'delete', key: listedKey(tenant, webhookId) });
  },
});

export type WebhookStore = ReturnType<typeof webhookStore>;
