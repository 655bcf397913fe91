import type { Recorder } from '@temkin/audit-event';
import type { PublicRoute } from '@temkin/http';
import type { CitizenChannel, SendOwnNumberNotice } from './domain/index.ts';
import { doorCheckCapability, staffOwners, type DoorCheckDependencies } from './door-checks.ts';
import { checkRoutes } from './http/check-routes.ts';
import { citizenMessageRoutes } from './http/citizen-message-routes.ts';
import { callReports } from './store/call-reports.ts';
import { callIntents } from './store/call-intents.ts';
import { citizenMessages } from './store/citizen-messages.ts';
import { checkCounts } from './store/check-counts.ts';
import { ownNumberChallenges } from './store/own-number-challenges.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { answerCitizen } from './usecases/answer-citizen.ts';
import { checkCall } from './usecases/check-call.ts';
import { fileReport } from './usecases/file-report.ts';
import { openCallerHistory } from './usecases/open-caller-history.ts';
import { requestCallerHistory } from './usecases/request-caller-history.ts';

/** What citizens' checks need from outside. */
export interface CheckDependencies extends DoorCheckDependencies {
  readonly recorder: Recorder;
  readonly notify: SendOwnNumberNotice;
  /** By which people without a data connection ask. */
  readonly channel: CitizenChannel;
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
    staffOwners: staffOwners(dependencies),
    reports: callReports(table),
    challenges: ownNumberChallenges(table),
    messages: citizenMessages(table),
  };
  const usecases = {
    checkCall: checkCall(surroundings),
    requestCallerHistory: requestCallerHistory(surroundings),
    openCallerHistory: openCallerHistory(surroundings),
    fileReport: fileReport(surroundings),
  };
  const answering = answerCitizen({ ...surroundings, checkCall: usecases.checkCall });
  return {
    routes: [
      ...checkRoutes(usecases),
      ...citizenMessageRoutes({ answerCitizen: answering }),
      ...doorCheckCapability(dependencies).routes,
    ] satisfies readonly PublicRoute[],
  };
};
