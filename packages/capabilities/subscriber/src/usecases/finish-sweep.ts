import { SEGMENTS } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { sweeperFor } from './own-actors.ts';
import { sweepResource } from './refuse.ts';
import type { PartSwept, SweepRegistry } from './sweep-registry.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Ends a sweep whose buckets are all judged, and destroys the key of its facts with that: whatever is left of them nobody can read any more, and
 * `clearSweeps` clears it away. `unfinished` where something is not judged yet.
 */
export const finishSweep =
  ({ recorder, sweeps, parts, clock }: Pick<SweepRegistry, 'recorder' | 'sweeps' | 'parts' | 'clock'>) =>
  async (name: SweepName): Promise<PartSwept> =>
    untilSettled(async () => {
      const sweep = await sweeps.find(name);
      if (sweep?.state !== 'running') return 'over';
      const [segments, buckets] = await Promise.all([
        parts.done(name, 'segment'),
        parts.done(name, 'bucket'),
      ]);
      if (segments.length < SEGMENTS.length || buckets.length < sweep.buckets) return 'unfinished';
      const recorded = await recorder.commit(
        sweeperFor(name.tenant),
        {
          action: 'registry.sweep',
          outcome: 'allowed',
          change: 'finished',
          resources: [sweepResource(name.sweepId)],
        },
        { writes: () => sweeps.finishWrites(name, clock.now()) },
      );
      return recorded.outcome === 'committed' ? 'done' : undefined;
    });
