import type { Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { sweepRoutes, type SweepStarter } from './http/sweep-routes.ts';
import { claims } from './store/claims.ts';
import { personKeys } from './store/person-keys.ts';
import { segmentPages } from './store/segment-pages.ts';
import { sweepBlobs } from './store/sweep-blobs.ts';
import { sweptParts } from './store/swept-parts.ts';
import { sweeps } from './store/sweeps.ts';
import { beginSweep } from './usecases/begin-sweep.ts';
import { clearSweeps } from './usecases/clear-sweeps.ts';
import { finishSweep } from './usecases/finish-sweep.ts';
import { judgeSweepBucket } from './usecases/judge-sweep-bucket.ts';
import { listHits } from './usecases/list-hits.ts';
import { planSweep } from './usecases/plan-sweep.ts';
import { readSweep } from './usecases/read-sweep.ts';
import { reportSweep } from './usecases/report-sweep.ts';
import { sweepPeople } from './usecases/sweep-people.ts';
import type { SweepRegistry } from './usecases/sweep-registry.ts';
import { sweepSegment } from './usecases/sweep-segment.ts';
import { workSweeps } from './usecases/work-sweeps.ts';

/** What a sweep stands on. It reads people and finds nobody: it needs no key of an index. */
export interface SweepDependencies {
  readonly table: Table;
  /** Purpose `registry`: opens people, and the keys of sweeps. */
  readonly keyRing: KeyRing;
  /** The bucket of the registry. */
  readonly registryBlobs: Blobs;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const storesOf = (dependencies: SweepDependencies): SweepRegistry => {
  const { table, keyRing, registryBlobs, recorder, clock, random } = dependencies;
  const wrap = keyWrap(keyRing, 'registry', random);
  return {
    recorder,
    segmentPages: segmentPages(table),
    claims: claims(table),
    personKeys: personKeys({ table, wrap }),
    sweeps: sweeps({ table, wrap, clock }),
    parts: sweptParts(table),
    blobs: sweepBlobs({ blobs: registryBlobs, random }),
    clock,
    random,
  };
};

/** Wires what begins sweeps and says what they found. `start` has a begun one worked off, where no worker looks for it by itself. */
export const sweepCapability = ({
  start = async () => undefined,
  ...dependencies
}: SweepDependencies & { readonly start?: SweepStarter }) => {
  const registry = storesOf(dependencies);
  const usecases = {
    beginSweep: beginSweep(registry),
    readSweep: readSweep(registry),
    listHits: listHits(registry),
    reportSweep: reportSweep(registry),
  };
  return { ...usecases, routes: sweepRoutes({ ...usecases, start }) };
};

/** Wires what works sweeps off, part by part or all that are under way. */
export const registrySweeper = (dependencies: SweepDependencies) => {
  const registry = storesOf(dependencies);
  return {
    planSweep: planSweep(registry),
    sweepSegment: sweepSegment(registry),
    judgeBucket: judgeSweepBucket(registry),
    finishSweep: finishSweep(registry),
    clearSweeps: clearSweeps(registry),
    workSweeps: workSweeps(registry),
    /** What a sweep reads of a segment, one person after the other, for whoever measures how fast. */
    sweepPeople: sweepPeople(registry),
  };
};
