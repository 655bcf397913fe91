import { Refusal, type RefusalDetails } from '@temkin/kernel';
import type { WebhookCode } from '../domain/index.ts';

/** A refusal of this capability. */
export const refuse = (code: WebhookCode, details?: RefusalDetails): Refusal<WebhookCode> =>
  new Refusal(code, details);

/** How an event speaks of a webhook: by its id, which is random. */
export const webhookResource = (webhookId: string) => ({ type: 'webhook', pseudonym: webhookId });
