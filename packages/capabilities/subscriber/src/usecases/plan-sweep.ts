import { bucketNames, SEGMENTS } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/** The parts of a sweep that there are to do, by step. */
export interface SweepPlan {
  readonly segments: readonly string[];
  readonly buckets: readonly string[];
}

/** What is left to do of a sweep, for whoever hands its parts out. Nothing of one that is over, or never was. */
export const planSweep =
  ({ sweeps, parts }: Pick<SweepRegistry, 'sweeps' | 'parts'>) =>
  async (name: SweepName): Promise<SweepPlan> => {
    const sweep = await sweeps.find(name);
    if (sweep?.state !== 'running') return { segments: [], buckets: [] };
    const left = async (step: 'segment' | 'bucket', all: readonly string[]): Promise<readonly string[]> => {
      const done = new Set((await parts.done(name, step)).map(({ part }) => part));
      return all.filter((part) => !done.has(part));
    };
    return {
      segments: await left('segment', SEGMENTS),
      buckets: await left('bucket', bucketNames(sweep.buckets)),
    };
  };
