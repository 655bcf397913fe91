export { stateChanged, testMessage, type Message } from './cloud-event.ts';
export { NEWS_PER_ANNOUNCEMENT, type Announcement, type ParcelNews } from './parcel-news.ts';
export type { WebhookCode } from './refusal-codes.ts';
export { KEPT_SECONDS, nextAttemptAt, UNREACHABLE_MILLISECONDS } from './retry-schedule.ts';
export {
  DISABLED_BECAUSE,
  WEBHOOK_EVENTS,
  WEBHOOK_ID,
  WEBHOOK_LIMIT,
  WEBHOOK_STATES,
  type DisabledBecause,
  type SealedSecret,
  type StoredWebhook,
  type Webhook,
  type WebhookEvent,
  type WebhookState,
} from './webhook.ts';
