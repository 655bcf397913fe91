import type { Approvals, Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { privacyRoutes } from './http/privacy-routes.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { releaseStore } from './store/release-store.ts';
import { shredStore } from './store/shred-store.ts';
import { closeRelease } from './usecases/close-release.ts';
import { makeRelease } from './usecases/make-release.ts';
import { readRelease } from './usecases/read-release.ts';
import { shredParcel } from './usecases/shred-parcel.ts';

/** What acts that two people must agree to need from outside. */
export interface PrivacyDependencies {
  readonly table: Table;
  /** Purpose `release`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  /** Has the two agree. */
  readonly approvals: Approvals;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what two people must agree to about a parcel: apart from all that opens anything of one. */
export const privacyCapability = (dependencies: PrivacyDependencies) => {
  const { table } = dependencies;
  const releasing = { ...dependencies, store: parcelReads(table), releases: releaseStore(table) };
  const usecases = {
    shredParcel: shredParcel({ ...dependencies, store: shredStore(table) }),
    makeRelease: makeRelease(releasing),
    readRelease: readRelease(releasing),
    closeRelease: closeRelease(releasing),
  };
  return { routes: privacyRoutes(usecases) satisfies readonly Route[] };
};
