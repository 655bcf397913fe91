import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { send } from './dependencies.ts';

await cryptoReady;

/** What a last request may still take: its time limit, and as long as the table tries (10 s). */
const MARGIN_MILLISECONDS = 25_000;

/**
 * Schedule: tells receivers of changes of parcels. One line says what was done, which alarms count, and one more that
 * webhooks were disabled; what is left over, the next minute finds again.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'webhook-sender',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const { faults, ...sent } = await send({ deadlineMilliseconds });
    logLine({ level: sent.failed > 0 ? 'warn' : 'info', finding: 'webhooks-sent', ...sent });
    if (sent.disabled > 0) logLine({ level: 'warn', finding: 'webhook-disabled', count: sent.disabled });
    if (faults.length > 0) throw faults[0];
  },
);
