import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { workExports } from './dependencies.ts';

await cryptoReady;

/**
 * What a page and the putting of a part may still take after that: as long as table and bucket try (10 s each). A run that begins each
 * minute is over by then, so that the next one finds nobody at its export.
 */
const MARGIN_MILLISECONDS = 30_000;

/**
 * Schedule: writes exports, and has those expire that are over. One line says how many; what is left over, the next minute goes on with. A fault
 * is one, after all other exports were seen to.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'subscriber-export',
  async (_event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const { faults, ...worked } = await workExports({ deadlineMilliseconds });
    const isFine = worked.failed === 0 && faults.length === 0;
    logLine({ level: isFine ? 'info' : 'warn', finding: 'exports-worked-off', ...worked });
    if (faults.length > 0) throw faults[0];
  },
);
