import { inFlight } from '@temkin/kernel';
import {
  bucketNames,
  bucketOf,
  factKeys,
  factsOf,
  judgePerson,
  sweepTerms,
  type GroupFact,
} from '../domain/index.ts';
import type { SweepBlob } from '../store/sweep-blobs.ts';
import type { SweepName } from '../store/sweeps.ts';
import { layHits } from './lay-hits.ts';
import { sweepPeople } from './sweep-people.ts';
import { BLOBS_IN_FLIGHT, newRun, type PartSwept, type SweepRegistry } from './sweep-registry.ts';

/** Where a run lays what a segment has for a bucket. */
export const factsBlob = (bucket: string, segment: string, run: string) =>
  ({ of: 'facts', path: `${bucket}/${segment}`, run }) as const satisfies SweepBlob;

/**
 * Reads the people of a segment, judges the rules over persons, and hands on their facts, sealed and parted into buckets. May be said by
 * any number of workers at once, cut off anywhere and said again: a segment is read again from its beginning, and what one of all runs
 * wrote counts.
 */
export const sweepSegment = (registry: SweepRegistry) => {
  const { sweeps, parts, blobs } = registry;
  const people = sweepPeople(registry);

  return async (
    name: SweepName,
    segment: string,
    isOver: () => boolean = () => false,
  ): Promise<PartSwept> => {
    const sweep = await sweeps.find(name);
    if (sweep?.state !== 'running') return 'over';
    if (await parts.isDone(name, 'segment', segment)) return 'done';
    const [factsKey, hitsKey] = await Promise.all([sweeps.key(name, 'facts'), sweeps.key(name, 'hits')]);
    if (factsKey === undefined || hitsKey === undefined) return 'over';

    const { names, sealing } = factKeys(factsKey);
    const terms = sweepTerms(sweep.startedAt);
    const facts = new Map<number, GroupFact[]>();
    const run = newRun(registry);
    const laid = layHits(registry, name, { step: 'segment', part: segment, run }, hitsKey);
    const counted = { people: 0, numbers: 0 };
    for await (const person of people({ tenant: name.tenant, segment, at: sweep.startedAt, names })) {
      if (isOver()) return 'unfinished';
      counted.people += 1;
      counted.numbers += person.subscriptions.length;
      await laid.add(judgePerson(person, terms));
      for (const fact of factsOf(person)) {
        const bucket = bucketOf(fact.key, sweep.buckets);
        const found = facts.get(bucket);
        if (found === undefined) facts.set(bucket, [fact]);
        else found.push(fact);
      }
    }

    const inBucket = bucketNames(sweep.buckets);
    const filled = [...facts].toSorted(([a], [b]) => a - b);
    const factsAt = (bucket: number) => factsBlob(inBucket[bucket] ?? '', segment, run);
    await inFlight(BLOBS_IN_FLIGHT, filled, ([bucket, found]) =>
      blobs.put(name, factsAt(bucket), sealing, found),
    );
    const part = {
      part: segment,
      run,
      filled: filled.map(([bucket]) => bucket),
      ...counted,
      ...(await laid.close()),
    };
    if (await parts.finish(name, 'segment', part, sweep.expiresAtSeconds)) return 'done';
    // Another run was sooner.
    await inFlight(BLOBS_IN_FLIGHT, filled, ([bucket]) => blobs.delete(name, factsAt(bucket)));
    await laid.takeBack();
    return 'done';
  };
};
