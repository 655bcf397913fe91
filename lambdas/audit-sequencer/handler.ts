import { consoleFaultLog, logLine, outboxAgeSeconds, reportLogFindings } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import { partsOf } from '@temkin/storage';
import type { DynamoDBRecord, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { recordKey, rings, type TenantOfKey } from '../rings.ts';
import { sequence } from './dependencies.ts';

await cryptoReady;

/** What a last batch may still take. Whoever is cut off loses nothing: the next run rolls forward what it has committed to. */
const MARGIN_MILLISECONDS = 25_000;

/** An item under a key that is no event's rings for nobody: only an intruder can have put it there. */
const tenantOf: TenantOfKey = (key) => partsOf('outbox', 'event', key)?.tenant;

/**
 * An event is put once and removed once. One that was changed in between somebody wrote over past the system: a line each, whatever
 * becomes of the run.
 */
const reportChanged = (records: readonly DynamoDBRecord[]): void => {
  for (const record of records.filter(({ eventName }) => eventName === 'MODIFY')) {
    const event = partsOf('outbox', 'event', recordKey(record));
    if (event === undefined) continue;
    const { tenant, eventId } = event;
    logLine({ level: 'warn', finding: 'outbox-event-changed', tenant, eventId });
  }
};

/**
 * Stream of the table `outbox`, which says for whom something waits, and a schedule, by which everybody is looked after
 * whose ring was lost. One line says what was done, and one more each that something is wrong; alarms count both. What a log
 * is at fault with is reported and left to the next minute: only a ring that could not be noted is tried again.
 */
export const handler = reporting<DynamoDBStreamEvent | EventBridgeEvent<'Scheduled Event', unknown>>(
  'audit-sequencer',
  async (event, context) => {
    const deadlineMilliseconds = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
    if ('Records' in event) reportChanged(event.Records);
    const heard = 'Records' in event ? rings(event.Records, tenantOf) : undefined;
    const done = await sequence({
      deadlineMilliseconds,
      ...(heard !== undefined && { rung: heard.tenants }),
    });
    const { events, faults, remaining } = done;
    const ageSeconds = outboxAgeSeconds(done, Date.now());
    const level = faults.length > 0 ? 'warn' : 'info';
    const by = heard === undefined ? 'schedule' : 'ring';
    logLine({ level, finding: 'logs-sequenced', by, events, ageSeconds, failed: faults.length, remaining });
    reportLogFindings({ ...done, foreign: done.foreign + (heard?.foreign ?? 0) }, Date.now());
    for (const error of faults)
      consoleFaultLog.fault({ route: 'audit-sequencer', correlator: context.awsRequestId, error });
  },
);
