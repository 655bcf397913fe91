import type { Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { parcelRoutes } from './http/routes.ts';
import { caseStore } from './store/case-store.ts';
import { custodyGateStore } from './store/custody-gate-store.ts';
import { foreignReadStore } from './store/foreign-reads.ts';
import { parcelStore } from './store/parcel-store.ts';
import { readersWrite } from './store/reader-writes.ts';
import { shiftStore } from './store/shift-store.ts';
import { amendParcel } from './usecases/amend-parcel.ts';
import { closeCase } from './usecases/close-case.ts';
import { findPseudonym } from './usecases/find-pseudonym.ts';
import { issueParcels } from './usecases/issue-parcels.ts';
import { openCase } from './usecases/open-case.ts';
import type { Router } from './domain/index.ts';
import type { Directory, Findings } from './usecases/ports.ts';
import { readParcel } from './usecases/read-parcel.ts';
import { reissueParcel } from './usecases/reissue-parcel.ts';
import { resolveToken } from './usecases/resolve-token.ts';
import { revokeParcel } from './usecases/revoke-parcel.ts';

/** What the parcel capability needs from outside, but for custody (custody.ts) and escrow (escrow.ts). */
export interface ParcelDependencies {
  readonly table: Table;
  /** Purposes `label`, `subject`, `digest`, `phone-index`. */
  readonly keyRing: KeyRing;
  /** Purpose `escrow`, under a root key of its own; it is only written to, and escrow.ts alone opens what is. */
  readonly escrowRing: KeyRing;
  readonly recorder: Recorder;
  readonly directory: Pick<Directory, 'settings'>;
  /** Where parcels are sorted to that come without a sort code. */
  readonly router: Router;
  readonly findings: Findings;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires issuing, reading and revoking parcels, and cases; and what other capabilities ask of parcels. */
export const parcelCapability = (dependencies: ParcelDependencies) => {
  const { table, keyRing, escrowRing, random } = dependencies;
  const surroundings = {
    ...dependencies,
    store: parcelStore(table),
    shifts: shiftStore(table),
    foreignReads: foreignReadStore(table),
    gates: custodyGateStore(table),
    cases: caseStore(table),
    readersWrite,
    keys: {
      labelKeys: keyWrap(keyRing, 'label', random),
      subjectKeys: keyWrap(keyRing, 'subject', random),
      escrowKeys: keyWrap(escrowRing, 'escrow', random),
      ring: keyRing,
    },
  };
  const usecases = {
    issueParcels: issueParcels(surroundings),
    resolveToken: resolveToken(surroundings),
    readParcel: readParcel(surroundings),
    revokeParcel: revokeParcel(surroundings),
    amendParcel: amendParcel(surroundings),
    reissueParcel: reissueParcel(surroundings),
    openCase: openCase(surroundings),
    closeCase: closeCase(surroundings),
  };
  return {
    routes: parcelRoutes(usecases) satisfies readonly Route[],
    pseudonymOf: findPseudonym(surroundings),
  };
};
