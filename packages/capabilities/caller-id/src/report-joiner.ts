import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { callIntents } from './store/call-intents.ts';
import { callReports } from './store/call-reports.ts';
import { callsOfNumber } from './store/calls-of-number.ts';
import { lostCalls } from './store/lost-calls.ts';
import type { CheckFindings, Shippers } from './usecases/check-ports.ts';
import { joinReports } from './usecases/join-reports.ts';

/** What joining reports needs from outside. */
export interface ReportJoinerDependencies {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly shippers: Shippers;
  readonly findings: CheckFindings;
  readonly clock: Clock;
}

/** Wires what joins citizens' reports by the clock: by keyed hashes, without a key that opens one. */
export const reportJoiner = (dependencies: ReportJoinerDependencies) =>
  joinReports({
    ...dependencies,
    reports: callReports(dependencies.table),
    calls: callIntents(dependencies.table),
    byNumber: callsOfNumber(dependencies.table),
    lost: lostCalls(dependencies.table),
  });
