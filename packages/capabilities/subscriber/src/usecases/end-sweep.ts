import type { SweepEnd, SweepName } from '../store/sweeps.ts';
import { sweeperFor } from './own-actors.ts';
import { sweepResource } from './refuse.ts';
import type { SweepRegistry } from './sweep-registry.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Ends a sweep that is under way, and destroys the key of its facts with that: whatever is left of them nobody can read any more, and
 * `clearSweeps` clears it away. The next one may begin. `over` where it has come to its end before.
 */
export const endSweep =
  ({ recorder, sweeps, clock }: Pick<SweepRegistry, 'recorder' | 'sweeps' | 'clock'>) =>
  async (name: SweepName, end: SweepEnd): Promise<'done' | 'over'> =>
    untilSettled(async () => {
      if ((await sweeps.find(name))?.state !== 'running') return 'over';
      const recorded = await recorder.commit(
        sweeperFor(name.tenant),
        {
          action: 'registry.sweep',
          outcome: end.state === 'failed' ? 'failed' : 'allowed',
          change: end.state,
          ...(end.state === 'failed' && { reason: end.failure }),
          resources: [sweepResource(name.sweepId)],
        },
        { writes: () => sweeps.endWrites(name, end, clock.now()) },
      );
      return recorded.outcome === 'committed' ? 'done' : undefined;
    });
