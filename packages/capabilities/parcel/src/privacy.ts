import type { Approvals, Recorder } from '@temkin/audit-event';
import type { Route } from '@temkin/http';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { privacyRoutes } from './http/privacy-routes.ts';
import { shredStore } from './store/shred-store.ts';
import { shredParcel } from './usecases/shred-parcel.ts';

/** What acts that two people must agree to need from outside. */
export interface PrivacyDependencies {
  readonly table: Table;
  readonly recorder: Recorder;
  /** Has the two agree. */
  readonly approvals: Approvals;
  readonly clock: Clock;
}

/** Wires what two people must agree to about a parcel: apart from all that opens anything of one. */
export const privacyCapability = (dependencies: PrivacyDependencies) => {
  const usecases = { shredParcel: shredParcel({ ...dependencies, store: shredStore(dependencies.table) }) };
  return { routes: privacyRoutes(usecases) satisfies readonly Route[] };
};
