import { SEGMENTS } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { endSweep } from './end-sweep.ts';
import type { PartSwept, SweepRegistry } from './sweep-registry.ts';

/** Ends a sweep whose buckets are all judged. `unfinished` where something is not judged yet. */
export const finishSweep = (registry: Pick<SweepRegistry, 'recorder' | 'sweeps' | 'parts' | 'clock'>) => {
  const { sweeps, parts } = registry;
  const end = endSweep(registry);

  return async (name: SweepName): Promise<PartSwept> => {
    const sweep = await sweeps.find(name);
    if (sweep?.state !== 'running') return 'over';
    const [segments, buckets] = await Promise.all([parts.done(name, 'segment'), parts.done(name, 'bucket')]);
    if (segments.length < SEGMENTS.length || buckets.length < sweep.buckets) return 'unfinished';
    return end(name, { state: 'finished' });
  };
};
