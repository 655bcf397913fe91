import { cryptoReady } from '@temkin/crypto';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { shred } from './dependencies.ts';

await cryptoReady;

/** What the last transaction may still take: as long as the table tries (10 s), and the time-out of an attempt. */
const MARGIN_MILLISECONDS = 15_000;

/**
 * Schedule: destroys label keys whose last day has come, on record. One line says what was done, which alarms count; what
 * is left over, the next hour finds again.
 */
export const handler = async (
  _event: EventBridgeEvent<'Scheduled Event', unknown>,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> => {
  const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
  const done = await shred({ deadlineMilliseconds });
  const level = done.failed > 0 || done.remaining ? 'warn' : 'info';
  process.stdout.write(`${JSON.stringify({ level, finding: 'label-keys-shredded', ...done })}\n`);
};
