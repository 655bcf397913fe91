import type { PublicRoute } from '@temkin/http';
import type { SendOwnNumberNotice } from './domain/index.ts';
import { doorCheckCapability, type DoorCheckDependencies } from './door-checks.ts';
import { checkRoutes } from './http/check-routes.ts';
import { callIntents } from './store/call-intents.ts';
import { checkCounts } from './store/check-counts.ts';
import { ownNumberChallenges } from './store/own-number-challenges.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { checkCall } from './usecases/check-call.ts';
import { openCallerHistory } from './usecases/open-caller-history.ts';
import { requestCallerHistory } from './usecases/request-caller-history.ts';

/** What citizens' checks need from outside. */
export interface CheckDependencies extends DoorCheckDependencies {
  readonly notify: SendOwnNumberNotice;
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
    challenges: ownNumberChallenges(table),
  };
  const usecases = {
    checkCall: checkCall(surroundings),
    requestCallerHistory: requestCallerHistory(surroundings),
    openCallerHistory: openCallerHistory(surroundings),
  };
  return {
    routes: [
      ...checkRoutes(usecases),
      ...doorCheckCapability(dependencies).routes,
    ] satisfies readonly PublicRoute[],
    /** For a channel that shows itself whose number asks. */
    checkCall: usecases.checkCall,
  };
};
