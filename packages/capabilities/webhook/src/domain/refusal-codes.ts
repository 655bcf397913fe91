/** What this capability refuses with. */
export type WebhookCode =
  'WEBHOOK.UNKNOWN' | 'WEBHOOK.URL_NOT_ALLOWED' | 'WEBHOOK.TOO_MANY' | 'WEBHOOK.DISABLED' | 'WEBHOOK.CHANGED';
