import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { custodyRoutes } from './http/custody-routes.ts';
import { claimCountStore } from './store/claim-counts.ts';
import { custodyGateStore } from './store/custody-gate-store.ts';
import { custodyStore } from './store/custody-store.ts';
import { expectedParcelStore } from './store/expected-parcels.ts';
import { shiftStore } from './store/shift-store.ts';
import { assignCollection } from './usecases/assign-collection.ts';
import { cancelCollection } from './usecases/cancel-collection.ts';
import { claimParcel } from './usecases/claim-parcel.ts';
import { closeShift } from './usecases/close-shift.ts';
import { openShift } from './usecases/open-shift.ts';
import type { Directory, RefusalRecorder } from './usecases/ports.ts';
import { readCurrentShift } from './usecases/read-current-shift.ts';
import { readExpectedParcels } from './usecases/read-expected-parcels.ts';
import { recordCustody } from './usecases/record-custody.ts';
import { reportCustodyGate } from './usecases/report-custody-gate.ts';
import { setCustodyGate } from './usecases/set-custody-gate.ts';

/** What custody needs from outside. */
export interface CustodyDependencies {
  readonly table: Table;
  /** Purposes `digest` and `subject`, which are only read by, and `source-event`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly refusals: RefusalRecorder;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires custody, its gate and shifts: what moves parcels, apart from what issues them and opens their labels. */
export const custodyCapability = (dependencies: CustodyDependencies) => {
  const { table, keyRing, random } = dependencies;
  const surroundings = {
    ...dependencies,
    store: custodyStore(table),
    shifts: shiftStore(table),
    claims: claimCountStore(table),
    gates: custodyGateStore(table),
    expected: expectedParcelStore(table),
    keys: { subjectKeys: keyWrap(keyRing, 'subject', random), ring: keyRing },
  };
  const usecases = {
    recordCustody: recordCustody(surroundings),
    claimParcel: claimParcel(surroundings),
    assignCollection: assignCollection(surroundings),
    cancelCollection: cancelCollection(surroundings),
    readExpectedParcels: readExpectedParcels(surroundings),
    setCustodyGate: setCustodyGate(surroundings),
    reportCustodyGate: reportCustodyGate(surroundings),
    openShift: openShift(surroundings),
    closeShift: closeShift(surroundings),
    readCurrentShift: readCurrentShift(surroundings),
  };
  return { routes: custodyRoutes(usecases) satisfies readonly Route[] };
};
