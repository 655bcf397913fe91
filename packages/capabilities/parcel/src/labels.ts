import type { Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { labelRoutes } from './http/label-routes.ts';
import { parcelReads } from './store/parcel-reads.ts';
import type { Directory, LabelDrawer, RefusalRecorder } from './usecases/ports.ts';
import { renderLabels } from './usecases/render-labels.ts';

/** What drawing labels needs from outside. */
export interface LabelDependencies {
  readonly table: Table;
  /** Purpose `digest`, which is only read by. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly refusals: RefusalRecorder;
  readonly directory: Pick<Directory, 'settings'>;
  readonly drawer: LabelDrawer;
  readonly clock: Clock;
}

/** Wires what draws labels: it recognises them, and can open and change none. */
export const labelCapability = (dependencies: LabelDependencies) => {
  const { table, keyRing } = dependencies;
  const surroundings = { ...dependencies, store: parcelReads(table), ring: keyRing };
  const usecases = { renderLabels: renderLabels(surroundings) };
  return { routes: labelRoutes(usecases) satisfies readonly Route[] };
};
