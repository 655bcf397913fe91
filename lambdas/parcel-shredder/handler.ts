import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { shred } from './dependencies.ts';

await cryptoReady;

/** What the last transaction may still take: as long as the table tries (10 s), and the time-out of an attempt. */
const MARGIN_MILLISECONDS = 15_000;

/**
 * Schedule: works off the clocks of labels and parcels, on record. One line says what was done, which alarms count; what
 * is left over, the next hour finds again.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'parcel-shredder',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const done = await shred({ deadlineMilliseconds });
    const leftOver = done.failed > 0 || done.remaining;
    logLine({ level: leftOver ? 'warn' : 'info', finding: 'due-worked-off', leftOver, ...done });
  },
);
