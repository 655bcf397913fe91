import type { Approvals, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { unmaskRoutes } from './http/unmask-routes.ts';
import { findActor } from './store/find-actor.ts';
import { maskedActors, type Principals } from './usecases/masked-actors.ts';
import { unmask, type UnmaskDependencies } from './usecases/unmask.ts';

/** What unmasking needs from outside. */
export interface UnmaskingDependencies {
  readonly table: Table;
  /** Purpose `pseudonym`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  /** Has the two agree. */
  readonly approvals: Approvals;
  readonly principals: Principals;
  readonly cases: UnmaskDependencies['cases'] & {
    /** As whom the system itself stands in the log. */
    readonly ownActors: readonly string[];
  };
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires the one way from a pseudonym to somebody: apart from all that reads the log. */
export const unmaskingCapability = (dependencies: UnmaskingDependencies) => {
  const { table, keyRing, principals, cases, random } = dependencies;
  const actors = maskedActors({
    principals,
    ownActors: cases.ownActors,
    findActor: findActor({ table, keyWrap: keyWrap(keyRing, 'pseudonym', random) }),
  });
  return { routes: unmaskRoutes({ unmask: unmask({ ...dependencies, actors }) }) };
};
