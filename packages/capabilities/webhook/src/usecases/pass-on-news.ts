import type { Clock } from '@temkin/kernel';
import { stateChanged, WEBHOOK_LIMIT, type ParcelNews, type StoredWebhook } from '../domain/index.ts';
import { ANNOUNCEMENT_SHARDS, type AnnouncementStore } from '../store/announcements.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import { inFlight } from './in-flight.ts';

export interface NewsDependencies {
  readonly store: Pick<WebhookStore, 'page'>;
  readonly announcements: AnnouncementStore;
  /** The number on a parcel's waybill, which another capability knows. */
  readonly waybillNumberOf: (tenant: string, parcelId: string) => Promise<string | undefined>;
  readonly clock: Clock;
}

const SHARDS_IN_FLIGHT = 8;

/**
 * Turns what was announced into messages, one for each active webhook that wants it, in a transaction with the end of the
 * announcement: none is lost and none made twice, whoever else does the same meanwhile and wherever it breaks off.
 */
export const passOnNews = ({ store, announcements, waybillNumberOf, clock }: NewsDependencies) => {
  const webhooksOf = async (tenant: string): Promise<readonly StoredWebhook[]> => {
    const { webhooks } = await store.page(tenant, { limit: WEBHOOK_LIMIT });
    return webhooks.filter(
      ({ state, events }) => state === 'active' && events.includes('parcel.state-changed'),
    );
  };

  return async (isOutOfTime: () => boolean): Promise<void> => {
    // Read once for each run: a webhook that is disabled meanwhile is asked again before anything is sent.
    const wanting = new Map<string, Promise<readonly StoredWebhook[]>>();
    const wantedBy = (tenant: string): Promise<readonly StoredWebhook[]> => {
      const known = wanting.get(tenant) ?? webhooksOf(tenant);
      wanting.set(tenant, known);
      return known;
    };

    const passOn = async (news: ParcelNews): Promise<void> => {
      const { tenant, parcelId } = news;
      const webhooks = await wantedBy(tenant);
      const waybillNumber = webhooks.length > 0 ? await waybillNumberOf(tenant, parcelId) : undefined;
      const message = waybillNumber === undefined ? undefined : stateChanged(news, waybillNumber);
      const queued = message && { ...message, dueAt: clock.now(), failures: 0 };
      await announcements.passOn(
        news,
        queued === undefined
          ? []
          : webhooks.map(({ webhookId }) => ({ to: { tenant, webhookId }, message: queued })),
      );
    };

    await inFlight(SHARDS_IN_FLIGHT, ANNOUNCEMENT_SHARDS, async (shard) => {
      for (;;) {
        if (isOutOfTime()) return;
        const page = await announcements.oldest(shard);
        for (const news of page) await passOn(news);
        if (page.length === 0) return;
      }
    });
  };
};
