import { decideFinding, nextStep } from '../../domain/index.ts';
import { findingWrite } from '../../store/findings.ts';
import { isRunning, startTimelineWrites, touchSubscriptionWrite } from '../../store/timelines.ts';
import { idFrom } from '../id-from.ts';
import type { Registry } from '../registry.ts';
import type { WrongInformation } from './ports.ts';

/**
 * Keeps a finding that a number's information is wrong because somebody claimed so, and begins its timeline where none is under way
 * (Decree 163/2024 Art 25.1): in the transaction of what confirms the claim. Of a number that is not served it keeps nothing, and relies on
 * its staying so: a verification that begins its service at that very moment is met.
 */
export const beginWrongInformation = ({
  people,
  timelines,
  random,
}: Pick<Registry, 'people' | 'timelines' | 'random'>): WrongInformation => ({
  begin: async (tenant, number, foundAt) => {
    const [timeline, grounds] = ['wrong-information', 'claim'] as const;
    const [subscription] = await people.findSubscriptions(tenant, [number]);
    if (subscription === undefined) return undefined;
    const { state, holds } = subscription.standing;
    if (!decideFinding({ timeline, grounds, foundAt, state, now: foundAt }).allowed)
      return { begins: false, policies: [], reliedOn: [subscription.reliedOn], writes: () => [] };
    const former = await timelines.find(tenant, number, timeline);
    const isUnderWay =
      (former !== undefined && isRunning(former)) || holds.some(({ cause }) => cause === timeline);
    const run = { timeline, use: subscription.clear.use, startedAt: foundAt, done: [] } as const;
    const first = nextStep(run, foundAt);
    const findingId = idFrom(random(32), 'finding');
    return {
      begins: !isUnderWay,
      version: subscription.version + 1,
      policies: first.is === 'due' && !isUnderWay ? [first.policyId] : [],
      reliedOn: isUnderWay && former !== undefined ? [former.reliedOn] : [],
      writes: (receipt) => [
        touchSubscriptionWrite(tenant, subscription, receipt),
        findingWrite(tenant, { ...number, findingId, timeline, grounds, foundAt, receipt }),
        ...(isUnderWay ? [] : startTimelineWrites(tenant, number, run, { former, receipt })),
      ],
    };
  },
});
