import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type { CallNetwork } from './domain/index.ts';
import { reportRoutes } from './http/report-routes.ts';
import { boundLines } from './store/bound-lines.ts';
import { callIntents } from './store/call-intents.ts';
import { callLines } from './usecases/call-lines.ts';
import type { CallLines, StaffNumbers } from './usecases/ports.ts';
import { reportCall } from './usecases/report-call.ts';

/** What lines need from outside. */
export interface NetworkLineDependencies {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly network: CallNetwork;
  readonly staffNumbers: StaffNumbers;
}

/** Wires lines in an operator's network to declared calls. */
export const networkLines = (dependencies: NetworkLineDependencies): CallLines =>
  callLines({
    ...dependencies,
    intents: callIntents(dependencies.table),
    bound: boundLines(dependencies.table),
  });

/** Wires what hears a network's word of calls: the use case, and its route. */
export const callReports = (dependencies: Pick<NetworkLineDependencies, 'table' | 'recorder' | 'clock'>) => {
  const report = reportCall({ ...dependencies, intents: callIntents(dependencies.table) });
  return { report, routes: reportRoutes({ report }) };
};
