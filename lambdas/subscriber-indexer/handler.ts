import { logLine } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { workIndexes } from './dependencies.ts';

await cryptoReady;

/** What the last page of a segment may still take: its entries, as long as the table tries for each. */
const MARGIN_MILLISECONDS = 25_000;

/**
 * Schedule: makes indexes that were begun, and deletes what they were before. One line says what was done, which alarms count; what is left
 * over, the next minute finds again.
 */
export const handler = reporting<EventBridgeEvent<'Scheduled Event', unknown>>(
  'subscriber-indexer',
  async (_event, context) => {
    const end = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const { faults, outgrown, ...done } = await workIndexes({ isOver: () => Date.now() >= end });
    logLine({
      level: faults.length > 0 ? 'warn' : 'info',
      finding: 'registry-indexed',
      ...done,
      failed: faults.length,
    });
    if (outgrown > 0) logLine({ level: 'warn', finding: 'index-outgrown', count: outgrown });
    if (faults.length > 0) throw faults[0];
  },
);
