import { addHits, SEGMENTS, type HitCounts } from '../domain/index.ts';
import type { Sweep, SweepName } from '../store/sweeps.ts';
import { donePartsOf, type StepPart } from './list-hits.ts';
import { refuse } from './refuse.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/** How far one step of a sweep is. */
export interface StepProgress {
  readonly done: number;
  readonly of: number;
}

/** How far a sweep is, and what it has found so far. */
export interface SweepProgress extends Pick<
  Sweep,
  'sweepId' | 'state' | 'startedAt' | 'finishedAt' | 'failure'
> {
  readonly segments: StepProgress;
  readonly buckets: StepProgress;
  /** People with numbers, and their numbers, those that have ended included. */
  readonly people: number;
  readonly numbers: number;
  readonly hits: HitCounts;
}

/** How far a sweep is, by its parts that are done. */
export const progressOf = (sweep: Sweep, done: readonly StepPart[]): SweepProgress => {
  const { sweepId, state, startedAt, finishedAt, failure } = sweep;
  const doneOf = (step: StepPart['step']): number => done.filter((part) => part.step === step).length;
  return {
    sweepId,
    state,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(failure !== undefined && { failure }),
    segments: { done: doneOf('segment'), of: SEGMENTS.length },
    buckets: { done: doneOf('bucket'), of: sweep.buckets },
    people: done.reduce((sum, { people }) => sum + people, 0),
    numbers: done.reduce((sum, { numbers }) => sum + numbers, 0),
    hits: addHits(done.map(({ hits }) => hits)),
  };
};

/** Says how far a sweep is. Opens nothing. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`, also of what is kept no more. */
export const readSweep =
  (registry: Pick<SweepRegistry, 'sweeps' | 'parts'>) =>
  async (name: SweepName): Promise<SweepProgress> => {
    const sweep = await registry.sweeps.find(name);
    if (sweep === undefined) throw refuse('SUBSCRIBER.SWEEP_UNKNOWN');
    return progressOf(sweep, await donePartsOf(registry, name));
  };
