import type { Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { PublicRoute } from '@temkin/http';
import type { Clock, RandomBytes, Wait } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type { SendOwnNumberNotice } from './domain/index.ts';
import { checkRoutes } from './http/check-routes.ts';
import { callReports } from './store/call-reports.ts';
import { callIntents } from './store/call-intents.ts';
import { checkCounts } from './store/check-counts.ts';
import { ownNumberChallenges } from './store/own-number-challenges.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { checkCall } from './usecases/check-call.ts';
import type { CheckFindings, Companies, Shippers, StaffOwners } from './usecases/check-ports.ts';
import { fileReport } from './usecases/file-report.ts';
import { openCallerHistory } from './usecases/open-caller-history.ts';
import { requestCallerHistory } from './usecases/request-caller-history.ts';

/** What citizens' checks need from outside. */
export interface CheckDependencies {
  readonly table: Table;
  /** Purposes `call` and `call-report`. */
  readonly keyRing: KeyRing;
  readonly companies: Companies;
  readonly shippers: Shippers;
  readonly staffOwners: StaffOwners;
  readonly recorder: Recorder;
  readonly notify: SendOwnNumberNotice;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

/** Wires what people ask who have no account: apart from what declares calls, and able to open no number. */
export const checkCapability = (dependencies: CheckDependencies) => {
  const { table, keyRing } = dependencies;
  const surroundings = {
    ...dependencies,
    ring: keyRing,
    calls: callIntents(table),
    numbers: poolNumbers(table),
    counts: checkCounts(table),
    reports: callReports(table),
    challenges: ownNumberChallenges(table),
  };
  const usecases = {
    checkCall: checkCall(surroundings),
    requestCallerHistory: requestCallerHistory(surroundings),
    openCallerHistory: openCallerHistory(surroundings),
    fileReport: fileReport(surroundings),
  };
  return {
    routes: checkRoutes(usecases) satisfies readonly PublicRoute[],
    /** For a channel that shows itself whose number asks. */
    checkCall: usecases.checkCall,
  };
};
