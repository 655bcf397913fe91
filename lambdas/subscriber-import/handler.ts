import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { workImports } from './dependencies.ts';

await cryptoReady;

/**
 * What the rows of a last transaction may still take in each lane: as long as the table tries (10 s). A run that begins each minute is over
 * by then, so that the next one finds nobody at its parts.
 */
const MARGIN_MILLISECONDS = 30_000;

/**
 * Schedule: brings rows of imports, and ends those that have come to their end. One line says how many; what is left over, the next minute
 * goes on with. A fault is one, after all other imports were seen to.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'subscriber-import',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const { faults, ...worked } = await workImports({ deadlineMilliseconds });
    const isFine = worked.failed === 0 && faults.length === 0;
    logLine({ level: isFine ? 'info' : 'warn', finding: 'imports-worked-off', ...worked });
    if (faults.length > 0) throw faults[0];
  },
);
