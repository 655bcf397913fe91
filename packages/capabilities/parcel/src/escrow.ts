import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing, type Signer } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { escrowRoutes } from './http/escrow-routes.ts';
import { loadRoutes } from './http/load-routes.ts';
import { caseReads } from './store/case-store.ts';
import { custodyStore } from './store/custody-store.ts';
import { escrowCopies } from './store/escrow-copies.ts';
import { countOpening } from './store/escrow-openings.ts';
import { foreignReadStore } from './store/foreign-reads.ts';
import { loadReads } from './store/load-reads.ts';
import { readersWrite } from './store/reader-writes.ts';
import { releaseReads } from './store/release-store.ts';
import { shiftLoads } from './store/shift-loads.ts';
import { shiftStore } from './store/shift-store.ts';
import { loadShift } from './usecases/load-shift.ts';
import { loadVaults } from './usecases/open-load.ts';
import { labelReprints } from './usecases/label-reprints.ts';
import { openParcel } from './usecases/open-parcel.ts';
import type { Directory, Findings, RefusalRecorder } from './usecases/ports.ts';
import { readBundleKeys } from './usecases/read-bundle-keys.ts';

/** What opening escrow copies, and loading shifts from them, needs from outside. */
export interface EscrowDependencies {
  readonly table: Table;
  /** Purposes `digest`, `label` and `subject`, which are only read by. */
  readonly keyRing: KeyRing;
  /** Purpose `escrow`, under a root key of its own; it is only read by. */
  readonly escrowRing: KeyRing;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly findings: Findings;
  readonly refusals: RefusalRecorder;
  readonly directory: Pick<Directory, 'device' | 'settings'>;
  /** Signs bundles (Ed25519). */
  readonly bundleSigner: Signer;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what opens escrow copies: apart from the rest of the capability, whose processes must not be able to. */
export const escrowCapability = (dependencies: EscrowDependencies) => {
  const { table, keyRing, escrowRing, random } = dependencies;
  const surroundings = {
    ...dependencies,
    escrowKeys: keyWrap(escrowRing, 'escrow', random),
    labelKeys: keyWrap(keyRing, 'label', random),
    subjectKeys: keyWrap(keyRing, 'subject', random),
    store: custodyStore(table),
    shifts: shiftStore(table),
    cases: caseReads(table),
    releases: releaseReads(table),
    copies: escrowCopies(table),
    keys: { ring: keyRing },
    countOpening,
    readersWrite,
  };
  const routes: readonly Route[] = [
    ...escrowRoutes({
      openParcel: openParcel({ ...surroundings, reprints: labelReprints(surroundings) }),
    }),
    ...loadRoutes({
      loadShift: loadShift({
        ...surroundings,
        vaults: loadVaults(surroundings),
        loads: loadReads(table),
        shiftLoads: shiftLoads(table),
        foreignReads: foreignReadStore(table),
      }),
      readBundleKeys: readBundleKeys(dependencies),
    }),
  ];
  return { routes };
};
