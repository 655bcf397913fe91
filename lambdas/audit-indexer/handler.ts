import { consoleFaultLog, logLine, reportIndexFindings } from '@temkin/composition';
import { partsOf } from '@temkin/storage';
import type { DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { rings, type TenantOfKey } from '../rings.ts';
import { follow } from './dependencies.ts';

/** What a last bundle may still take. Whoever is cut off loses nothing: the next run begins where the cursor stands. */
const MARGIN_MILLISECONDS = 25_000;

const tenantOf: TenantOfKey = (key) => partsOf('log-heads', 'head', key)?.tenant;

/**
 * Stream of the table `log-heads`, which says whose log has grown, and a schedule, by which everybody is looked after whose
 * ring was lost or whose index is made anew. One line says what was done and whether anything is left; alarms count both.
 */
export const handler = reporting<DynamoDBStreamEvent | EventBridgeEvent<'Scheduled Event', unknown>>(
  'audit-indexer',
  async (event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    const rung = 'Records' in event ? rings(event.Records, tenantOf).tenants : undefined;
    const followed = await follow({ deadlineMilliseconds, ...(rung !== undefined && { rung }) });
    const { entries, faults, remaining } = followed;
    logLine({
      level: faults.length > 0 ? 'warn' : 'info',
      finding: 'logs-indexed',
      by: rung === undefined ? 'schedule' : 'ring',
      entries,
      failed: faults.length,
      behind: remaining || faults.length > 0,
    });
    reportIndexFindings(followed);
    for (const error of faults)
      consoleFaultLog.fault({ route: 'audit-indexer', correlator: context.awsRequestId, error });
  },
);
