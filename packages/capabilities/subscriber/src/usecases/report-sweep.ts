import { JUNK_RULES, LISTED_HITS, sliceHits, sweepReport, type SweepReport } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { donePartsOf, readSlices } from './list-hits.ts';
import { progressOf } from './read-sweep.ts';
import { refuse } from './refuse.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/**
 * The report of a sweep: of one that is under way, what it has found so far. What it counts, the parts say; of hits it reads those that it
 * lists. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`.
 */
export const reportSweep = (registry: Pick<SweepRegistry, 'sweeps' | 'parts' | 'blobs'>) => {
  const { sweeps } = registry;
  const read = readSlices(registry);
  return async (name: SweepName): Promise<SweepReport> => {
    const [sweep, key] = [await sweeps.find(name), await sweeps.key(name, 'hits')];
    if (sweep === undefined || key === undefined) throw refuse('SUBSCRIBER.SWEEP_UNKNOWN');
    const done = await donePartsOf(registry, name);
    const { segments: _segments, buckets: _buckets, ...swept } = progressOf(sweep, done);
    const wanted = JUNK_RULES.flatMap((rule) => sliceHits(done, { rule, limit: LISTED_HITS }).slices);
    const hits = await read(name, wanted, key);
    const listed = JUNK_RULES.map((rule) => [rule, hits.filter((hit) => hit.rule === rule)] as const);
    return sweepReport(swept, Object.fromEntries(listed));
  };
};
