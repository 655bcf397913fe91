import { inFlight } from '@temkin/kernel';
import type { SweepName } from '../store/sweeps.ts';
import { clearSweeps } from './clear-sweeps.ts';
import { finishSweep } from './finish-sweep.ts';
import { judgeSweepBucket } from './judge-sweep-bucket.ts';
import { planSweep } from './plan-sweep.ts';
import type { PartSwept, SweepRegistry } from './sweep-registry.ts';
import { sweepSegment } from './sweep-segment.ts';

/** Parts that one worker has under way: it waits for the store nearly always. */
const LANES = 4;

/** From somewhere in a list to its end, and on from its beginning: several workers begin at several places. */
const turned = <Element>(elements: readonly Element[], begin: number): readonly Element[] => [
  ...elements.slice(begin),
  ...elements.slice(0, begin),
];

/**
 * Works off the sweeps that are under way, of every tenant, until time is over: segments, then buckets, then the end; and clears away what
 * is not needed any more. Any number of workers
 * may be at it, cut off anywhere; answers how many sweeps were brought to their end, and what failed while the others went on.
 */
export const workSweeps = (registry: SweepRegistry) => {
  const { sweeps, random } = registry;
  const [plan, segment, bucket, finish] = [
    planSweep(registry),
    sweepSegment(registry),
    judgeSweepBucket(registry),
    finishSweep(registry),
  ];
  const clear = clearSweeps(registry);

  const workOne = async (name: SweepName, isOver: () => boolean): Promise<PartSwept> => {
    const step = async (
      left: readonly string[],
      work: (part: string) => Promise<PartSwept>,
    ): Promise<void> => {
      const inOrder = turned(left, (random(1)[0] ?? 0) % Math.max(1, left.length));
      await inFlight(LANES, inOrder, async (part) => (isOver() ? 'unfinished' : work(part)));
    };
    const { segments, buckets } = await plan(name);
    await step(segments, (part) => segment(name, part, isOver));
    if (isOver()) return 'unfinished';
    await step(buckets, (part) => bucket(name, part));
    return isOver() ? 'unfinished' : finish(name);
  };

  return async (
    isOver: () => boolean,
  ): Promise<{ readonly finished: number; readonly faults: readonly unknown[] }> => {
    let finished = 0;
    const faults: unknown[] = [];
    for await (const name of sweeps.allRunning()) {
      if (isOver()) break;
      try {
        if ((await workOne(name, isOver)) === 'done') finished += 1;
      } catch (error) {
        faults.push(error);
      }
    }
    try {
      await clear(isOver);
    } catch (error) {
      faults.push(error);
    }
    return { finished, faults };
  };
};
