import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { join, sweep } from './dependencies.ts';

await cryptoReady;

/** What a last call may still take: as long as the table tries (10 s), and two lines that a network does not end in time. */
const MARGIN_MILLISECONDS = 20_000;

/** Kept for reports, however many calls there are to look after. */
const JOINING_MILLISECONDS = 15_000;

/**
 * Schedule: looks after declared calls, and then joins the reports of citizens that are due. One line says what was done of each, which
 * alarms count, and one more that lines were left to end by themselves; what is left over, the next minute finds again.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'call-sweeper',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const swept = await sweep({ deadlineMilliseconds: deadlineMilliseconds - JOINING_MILLISECONDS });
    const leftOver = swept.failed > 0 || swept.remaining;
    logLine({ level: leftOver ? 'warn' : 'info', finding: 'calls-swept', leftOver, ...swept });
    if (swept.open > 0) logLine({ level: 'warn', finding: 'call-lines-open', count: swept.open });
    const reports = await join({ deadlineMilliseconds });
    const reportsLeft = reports.failed > 0 || reports.remaining;
    logLine({
      level: reportsLeft ? 'warn' : 'info',
      finding: 'reports-joined',
      leftOver: reportsLeft,
      ...reports,
    });
  },
);
