import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { due, watchDeadlines } from './dependencies.ts';

await cryptoReady;

/** What a last step may still take: as long as the table tries (10 s), and a gateway that does not answer (5 s). */
const MARGIN_MILLISECONDS = 20_000;

/** Kept for deadlines and the comparison with other systems, however much is due. */
const COMPARING_MILLISECONDS = 15_000;

/**
 * Schedule: works off what is due of numbers, tells which deadlines of the registers are missed, and then compares the systems of companies with the registry where that is due. One line
 * says what was done of each, which alarms count; what is left over, the next minute finds again.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'subscriber-due',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const done = await due.workOff({ deadlineMilliseconds: deadlineMilliseconds - COMPARING_MILLISECONDS });
    const leftOver = done.failed > 0 || done.remaining;
    logLine({ level: leftOver ? 'warn' : 'info', finding: 'registry-due-worked-off', leftOver, ...done });
    if (done.late > 0) logLine({ level: 'warn', finding: 'registry-late', count: done.late });
    const watched = await watchDeadlines({ deadlineMilliseconds });
    if (watched.failed > 0) logLine({ level: 'warn', finding: 'deadlines-watched', ...watched });
    const compared = await due.reconcile({ deadlineMilliseconds });
    if (compared.finished > 0 || compared.failed > 0)
      logLine({
        level: compared.differing > 0 || compared.failed > 0 ? 'warn' : 'info',
        finding: 'systems-compared',
        ...compared,
      });
    if (compared.differing > 0)
      logLine({ level: 'warn', finding: 'systems-differ', count: compared.differing });
  },
);
