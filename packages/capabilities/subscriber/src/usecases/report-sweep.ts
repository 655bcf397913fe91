import { JUNK_RULES, LISTED_HITS, sweepReport, type SweepReport } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { listHits } from './list-hits.ts';
import { readSweep } from './read-sweep.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/** The report of a sweep: of one that is under way, what it has found so far. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`. */
export const reportSweep = (registry: Pick<SweepRegistry, 'sweeps' | 'parts' | 'blobs'>) => {
  const [progress, hitsOf] = [readSweep(registry), listHits(registry)];
  return async (name: SweepName): Promise<SweepReport> => {
    const { segments: _segments, buckets: _buckets, ...swept } = await progress(name);
    const found = JUNK_RULES.filter((rule) => (swept.hits[rule] ?? 0) > 0);
    const listed = await Promise.all(
      found.map(async (rule) => [rule, (await hitsOf(name, { rule, limit: LISTED_HITS })).hits] as const),
    );
    return sweepReport(swept, Object.fromEntries(listed));
  };
};
