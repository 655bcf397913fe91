import type { Clock } from '@temkin/kernel';
import { announcementPuts } from '../store/announcements.ts';
import type { WebhookStore } from '../store/webhooks.ts';

/** How long a process believes what it has read: a tenant's first webhook is told of changes a minute later. */
const BELIEVED_MILLISECONDS = 60_000;

/** A bound for a process that serves many tenants. */
const TENANTS_KNOWN = 1_000;

/** Announces changes of parcels where a tenant has a webhook: asks the store once a minute and tenant. */
export const announcer = ({
  store,
  clock,
}: {
  readonly store: Pick<WebhookStore, 'count'>;
  readonly clock: Clock;
}) => {
  const known = new Map<string, { readonly isHeard: boolean; readonly untilMilliseconds: number }>();
  return {
    isHeard: async (tenant: string): Promise<boolean> => {
      const believed = known.get(tenant);
      if (believed !== undefined && clock.now() < believed.untilMilliseconds) return believed.isHeard;
      const isHeard = (await store.count(tenant)) > 0;
      if (known.size >= TENANTS_KNOWN) known.clear();
      known.set(tenant, { isHeard, untilMilliseconds: clock.now() + BELIEVED_MILLISECONDS });
      return isHeard;
    },
    announceWrites: announcementPuts,
  };
};
