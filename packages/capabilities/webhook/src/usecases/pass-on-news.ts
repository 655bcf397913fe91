import { inFlight, type Clock } from '@temkin/kernel';
import {
  KEPT_SECONDS,
  stateChanged,
  WEBHOOK_LIMIT,
  type Announcement,
  type StoredWebhook,
} from '../domain/index.ts';
import { ANNOUNCEMENT_SHARDS, type AnnouncementStore } from '../store/announcements.ts';
import type { WebhookStore } from '../store/webhooks.ts';

export interface NewsDependencies {
  readonly store: Pick<WebhookStore, 'page'>;
  readonly announcements: AnnouncementStore;
  /** The number on a parcel's waybill, which another capability knows; undefined once the parcel is shredded. */
  readonly waybillNumberOf: (tenant: string, parcelId: string) => Promise<string | undefined>;
  readonly clock: Clock;
}

const SHARDS_IN_FLIGHT = 8;

/**
 * Turns what was announced into messages, one of each change for each active webhook that wants it, in a transaction with
 * the end of the announcement: none is lost and none made twice, whoever else does the same meanwhile and wherever it breaks
 * off. One that cannot be passed on stops no other; answers what stopped it.
 */
export const passOnNews = ({ store, announcements, waybillNumberOf, clock }: NewsDependencies) => {
  const webhooksOf = async (tenant: string): Promise<readonly StoredWebhook[]> => {
    const { webhooks } = await store.page(tenant, { limit: WEBHOOK_LIMIT });
    return webhooks.filter(
      ({ state, events }) => state === 'active' && events.includes('parcel.state-changed'),
    );
  };

  return async (isOutOfTime: () => boolean): Promise<readonly unknown[]> => {
    const faults: unknown[] = [];
    // Read once for each run: a webhook that is disabled meanwhile is asked again before anything is sent.
    const wanting = new Map<string, Promise<readonly StoredWebhook[]>>();
    const wantedBy = (tenant: string): Promise<readonly StoredWebhook[]> => {
      const known = wanting.get(tenant) ?? webhooksOf(tenant);
      wanting.set(tenant, known);
      return known;
    };

    const passOn = async (announcement: Announcement): Promise<void> => {
      const { tenant, news, announcedAt } = announcement;
      const webhooks = await wantedBy(tenant);
      const told = webhooks.length === 0 ? [] : news;
      const messages = await Promise.all(
        told.map(async (change) => ({
          ...stateChanged(change, await waybillNumberOf(tenant, change.parcelId)),
          // Not when it is passed on: changes of a parcel are sent in the order in which they were made.
          dueAt: announcedAt,
          failures: 0,
          expiresAtSeconds: Math.floor(clock.now() / 1_000) + KEPT_SECONDS,
        })),
      );
      await announcements.passOn(
        announcement,
        webhooks.flatMap(({ webhookId }) =>
          messages.map((message) => ({ to: { tenant, webhookId }, message })),
        ),
      );
    };

    const passOnShard = async (shard: string): Promise<void> => {
      let after: string | undefined;
      do {
        const page = await announcements.page(shard, after);
        for (const read of page.announcements) {
          if (isOutOfTime()) return;
          try {
            await passOn(read());
          } catch (error) {
            faults.push(error);
          }
        }
        after = page.next;
      } while (after !== undefined);
    };

    await inFlight(SHARDS_IN_FLIGHT, ANNOUNCEMENT_SHARDS, (shard) =>
      passOnShard(shard).catch((error: unknown) => void faults.push(error)),
    );
    return faults;
  };
};
