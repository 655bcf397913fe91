import { addHits, SEGMENTS, type HitCounts } from '../domain/index.ts';
import type { Sweep, SweepName } from '../store/sweeps.ts';
import { refuse } from './refuse.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/** How far one step of a sweep is. */
export interface StepProgress {
  readonly done: number;
  readonly of: number;
}

/** How far a sweep is, and what it has found so far. */
export interface SweepProgress extends Pick<Sweep, 'sweepId' | 'state' | 'startedAt' | 'finishedAt'> {
  readonly segments: StepProgress;
  readonly buckets: StepProgress;
  /** People with numbers, and their numbers, those that have ended included. */
  readonly people: number;
  readonly numbers: number;
  readonly hits: HitCounts;
}

/** Says how far a sweep is. Opens nothing. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`, also of what is kept no more. */
export const readSweep =
  ({ sweeps, parts }: Pick<SweepRegistry, 'sweeps' | 'parts'>) =>
  async (name: SweepName): Promise<SweepProgress> => {
    const sweep = await sweeps.find(name);
    if (sweep === undefined) throw refuse('SUBSCRIBER.SWEEP_UNKNOWN');
    const [segments, buckets] = await Promise.all([parts.done(name, 'segment'), parts.done(name, 'bucket')]);
    const { sweepId, state, startedAt, finishedAt } = sweep;
    return {
      sweepId,
      state,
      startedAt,
      ...(finishedAt !== undefined && { finishedAt }),
      segments: { done: segments.length, of: SEGMENTS.length },
      buckets: { done: buckets.length, of: sweep.buckets },
      people: segments.reduce((sum, { people }) => sum + people, 0),
      numbers: segments.reduce((sum, { numbers }) => sum + numbers, 0),
      hits: addHits([...segments, ...buckets].map(({ hits }) => hits)),
    };
  };
