import type { ProblemCatalogue } from '@temkin/http';
import type { WebhookCode } from '../domain/index.ts';

/** What the webhook capability refuses, beyond the general codes. */
export const webhookProblems = {
  'WEBHOOK.UNKNOWN': { status: 404, title: 'There is no such webhook.' },
  'WEBHOOK.DISABLED': { status: 409, title: 'The webhook is disabled.' },
  'WEBHOOK.TOO_MANY': { status: 409, title: 'There are as many webhooks as there may be.' },
  'WEBHOOK.CHANGED': { status: 409, title: 'The webhook was changed meanwhile.' },
  'WEBHOOK.URL_NOT_ALLOWED': { status: 422, title: 'No webhook may lead to this address.' },
} as const satisfies ProblemCatalogue & Readonly<Record<WebhookCode, unknown>>;
