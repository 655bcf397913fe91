import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { parcelRoutes } from './http/routes.ts';
import { caseStore } from './store/case-store.ts';
import { claimCountStore } from './store/claim-counts.ts';
import { custodyGateStore } from './store/custody-gate-store.ts';
import { expectedParcelStore } from './store/expected-parcels.ts';
import { foreignReadStore } from './store/foreign-reads.ts';
import { parcelStore } from './store/parcel-store.ts';
import { shiftStore } from './store/shift-store.ts';
import { amendParcel } from './usecases/amend-parcel.ts';
import { claimParcel } from './usecases/claim-parcel.ts';
import { closeCase } from './usecases/close-case.ts';
import { closeShift } from './usecases/close-shift.ts';
import { findPseudonym } from './usecases/find-pseudonym.ts';
import { issueParcels } from './usecases/issue-parcels.ts';
import { openCase } from './usecases/open-case.ts';
import { openShift } from './usecases/open-shift.ts';
import type { Directory, RefusalRecorder } from './usecases/ports.ts';
import { readCurrentShift } from './usecases/read-current-shift.ts';
import { readExpectedParcels } from './usecases/read-expected-parcels.ts';
import { readParcel } from './usecases/read-parcel.ts';
import { recordCustody } from './usecases/record-custody.ts';
import { reportCustodyGate } from './usecases/report-custody-gate.ts';
import { resolveToken } from './usecases/resolve-token.ts';
import { revokeParcel } from './usecases/revoke-parcel.ts';
import { setCustodyGate } from './usecases/set-custody-gate.ts';

/** What the parcel capability needs from outside. */
export interface ParcelDependencies {
  readonly table: Table;
  /** Purposes `label`, `subject`, `digest`, `phone-index`, `source-event`. */
  readonly keyRing: KeyRing;
  /** Purpose `escrow`, under a root key of its own; it is only written to, and escrow.ts alone opens what is. */
  readonly escrowRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly refusals: RefusalRecorder;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires stores and use cases: routes for the HTTP application, and what other capabilities ask of parcels. */
export const parcelCapability = (dependencies: ParcelDependencies) => {
  const { table, keyRing, escrowRing, random } = dependencies;
  const store = parcelStore(table);
  const shifts = shiftStore(table);
  const foreignReads = foreignReadStore(table);
  const [claims, gates, expected] = [
    claimCountStore(table),
    custodyGateStore(table),
    expectedParcelStore(table),
  ];
  const cases = caseStore(table);
  const keys = {
    labelKeys: keyWrap(keyRing, 'label', random),
    subjectKeys: keyWrap(keyRing, 'subject', random),
    escrowKeys: keyWrap(escrowRing, 'escrow', random),
    ring: keyRing,
  };
  const surroundings = {
    ...dependencies,
    store,
    shifts,
    foreignReads,
    claims,
    gates,
    expected,
    cases,
    keys,
  };
  const usecases = {
    issueParcels: issueParcels(surroundings),
    resolveToken: resolveToken(surroundings),
    readParcel: readParcel(surroundings),
    recordCustody: recordCustody(surroundings),
    claimParcel: claimParcel(surroundings),
    readExpectedParcels: readExpectedParcels(surroundings),
    setCustodyGate: setCustodyGate(surroundings),
    reportCustodyGate: reportCustodyGate(surroundings),
    revokeParcel: revokeParcel(surroundings),
    amendParcel: amendParcel(surroundings),
    openShift: openShift(surroundings),
    closeShift: closeShift(surroundings),
    readCurrentShift: readCurrentShift(surroundings),
    openCase: openCase(surroundings),
    closeCase: closeCase(surroundings),
  };
  return {
    routes: parcelRoutes(usecases) satisfies readonly Route[],
    pseudonymOf: findPseudonym(surroundings),
  };
};
