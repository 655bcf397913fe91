import { SEGMENTS } from '../domain/index.ts';
import type { SweepName } from '../store/sweeps.ts';
import { hitsOfRun } from './lay-hits.ts';
import { sweeperFor } from './own-actors.ts';
import { sweepResource } from './refuse.ts';
import type { PartSwept, SweepRegistry } from './sweep-registry.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Ends a sweep whose buckets are all judged: its facts go, what runs that do not count found, and with the key of facts whatever is left of
 * them. `unfinished` where something is not judged yet. Blobs of sweeps of which nothing is known any more go with it.
 */
export const finishSweep = ({ recorder, sweeps, parts, blobs, clock }: SweepRegistry) => {
  const forget = async (tenant: string): Promise<void> => {
    for await (const sweepId of blobs.sweepIds(tenant)) {
      if ((await sweeps.find({ tenant, sweepId })) !== undefined) continue;
      await blobs.deleteAll({ tenant, sweepId }, 'facts');
      await blobs.deleteAll({ tenant, sweepId }, 'hits');
    }
  };

  return async (name: SweepName): Promise<PartSwept> =>
    untilSettled(async () => {
      const sweep = await sweeps.find(name);
      if (sweep?.state !== 'running') return 'over';
      const [segments, buckets] = await Promise.all([
        parts.done(name, 'segment'),
        parts.done(name, 'bucket'),
      ]);
      if (segments.length < SEGMENTS.length || buckets.length < sweep.buckets) return 'unfinished';
      await blobs.deleteAll(name, 'facts');
      await blobs.deleteAll(name, 'hits', [
        ...segments.map((part) => hitsOfRun({ step: 'segment', ...part })),
        ...buckets.map((part) => hitsOfRun({ step: 'bucket', ...part })),
      ]);
      await forget(name.tenant);
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
};
