import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { escrowRoutes } from './http/escrow-routes.ts';
import { caseReads } from './store/case-store.ts';
import { escrowCopies } from './store/escrow-copies.ts';
import { countOpening } from './store/escrow-openings.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { shiftStore } from './store/shift-store.ts';
import { openParcel } from './usecases/open-parcel.ts';
import type { Findings } from './usecases/ports.ts';

/** What opening escrow copies needs from outside. */
export interface EscrowDependencies {
  readonly table: Table;
  /** Purpose `escrow`, under a root key of its own; it is only read by. */
  readonly escrowRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly findings: Findings;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what opens escrow copies: apart from the rest of the capability, whose processes must not be able to. */
export const escrowCapability = (dependencies: EscrowDependencies) => {
  const { table, escrowRing, random } = dependencies;
  const usecases = {
    openParcel: openParcel({
      ...dependencies,
      escrowKeys: keyWrap(escrowRing, 'escrow', random),
      store: parcelReads(table),
      shifts: shiftStore(table),
      cases: caseReads(table),
      copies: escrowCopies(table),
      countOpening,
    }),
  };
  return { routes: escrowRoutes(usecases) satisfies readonly Route[] };
};
