import { inFlight } from '@temkin/kernel';
import { bucketNames, factKeys, judgeBucket, SEGMENTS, sweepTerms, type GroupFact } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { endSweep } from './end-sweep.ts';
import { layHits } from './lay-hits.ts';
import { BLOBS_IN_FLIGHT, newRun, type PartSwept, type SweepRegistry } from './sweep-registry.ts';
import { factsBlob } from './sweep-segment.ts';

/**
 * Judges the rules over groups, by the facts that all segments have for a bucket. `unfinished` where a segment is not swept yet. Where facts
 * are gone or do not open, the sweep fails, for what it found would not be all, and that is a fault. May be said by any
 * number of workers at once, cut off anywhere and said again.
 */
export const judgeSweepBucket = (registry: SweepRegistry) => {
  const { sweeps, parts, blobs } = registry;
  const end = endSweep(registry);

  return async (name: SweepName, bucket: string): Promise<PartSwept> => {
    const sweep = await sweeps.find(name);
    if (sweep?.state !== 'running') return 'over';
    if (await parts.isDone(name, 'bucket', bucket)) return 'done';
    const [factsKey, hitsKey] = await Promise.all([sweeps.key(name, 'facts'), sweeps.key(name, 'hits')]);
    if (factsKey === undefined || hitsKey === undefined) return 'over';

    const segments = await parts.done(name, 'segment');
    if (segments.length < SEGMENTS.length) return 'unfinished';
    const place = bucketNames(sweep.buckets).indexOf(bucket);
    const { sealing } = factKeys(factsKey);
    const facts: GroupFact[] = [];
    const read = await inFlight(
      BLOBS_IN_FLIGHT,
      segments.filter(({ filled }) => filled.includes(place)),
      ({ part, run }) => blobs.get(name, factsBlob(bucket, part, run), sealing),
    );
    for (const some of read) {
      if (typeof some === 'string') {
        // Facts go once their bucket is judged: then another run was sooner.
        if (await parts.isDone(name, 'bucket', bucket)) return 'done';
        if ((await end(name, { state: 'failed', failure: `facts-${some}` })) === 'over') return 'over';
        throw new Error(`facts of a sweep are ${some}`);
      }
      facts.push(...some);
    }

    const run = newRun(registry);
    const laid = layHits(registry, name, { step: 'bucket', part: bucket, run }, hitsKey);
    await laid.add(judgeBucket(facts, sweepTerms(sweep.startedAt)));
    const part = { part: bucket, run, filled: [], people: 0, numbers: 0, ...(await laid.close()) };
    if (await parts.finish(name, 'bucket', part, sweep.expiresAtSeconds)) {
      // Nobody needs them any more. What is left where this is cut off goes when the sweep has come to its end.
      await blobs.deleteAll(name, 'facts', { bucket });
      return 'done';
    }
    // Another run was sooner.
    await laid.takeBack();
    return 'done';
  };
};
