import type { Approvals, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { callRoutes } from './http/call-routes.ts';
import { numberRoutes } from './http/number-routes.ts';
import { callIntents } from './store/call-intents.ts';
import { callKeys } from './store/call-keys.ts';
import { callsOfNumber } from './store/calls-of-number.ts';
import { callLimits } from './store/call-limits.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { addNumber } from './usecases/add-number.ts';
import { cancelCall } from './usecases/cancel-call.ts';
import { declareCall } from './usecases/declare-call.ts';
import { listNumbers } from './usecases/list-numbers.ts';
import type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
import { readCall } from './usecases/read-call.ts';
import { retireNumber } from './usecases/retire-number.ts';

/** What declaring calls, and keeping the numbers that they are made by, needs from outside. */
export interface CallerIdDependencies {
  readonly table: Table;
  /** Purposes `call` and `call-key`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly approvals: Approvals;
  readonly contacts: CallContacts;
  readonly lines: CallLines;
  readonly staffNumbers: StaffNumbers;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what shippers and those who administrate numbers do. */
export const callerIdCapability = (dependencies: CallerIdDependencies) => {
  const { table, keyRing, random } = dependencies;
  const surroundings = {
    ...dependencies,
    intents: callIntents(table),
    callKeys: callKeys(table),
    limits: callLimits(table),
    byNumber: callsOfNumber(table),
    numbers: poolNumbers(table),
    keys: keyWrap(keyRing, 'call-key', random),
  };
  const routes: readonly Route[] = [
    ...callRoutes({
      declareCall: declareCall(surroundings),
      readCall: readCall(surroundings),
      cancelCall: cancelCall(surroundings),
    }),
    ...numberRoutes({
      addNumber: addNumber(surroundings),
      listNumbers: listNumbers(surroundings),
      retireNumber: retireNumber(surroundings),
    }),
  ];
  return { routes };
};
