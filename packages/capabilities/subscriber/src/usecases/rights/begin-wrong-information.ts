import type { Receipt } from '@temkin/kernel';
import { decideFinding, nextStep } from '../../domain/index.ts';
import { findingWrite } from '../../store/findings.ts';
import { isRunning, startTimelineWrites, touchSubscriptionWrite } from '../../store/timelines.ts';
import { idFrom } from '../id-from.ts';
import type { Registry } from '../registry.ts';
import type { WrongInformation } from './ports.ts';

/**
 * Keeps a finding that a number's information is wrong because somebody claimed so, and begins its timeline where none is under way
 * (Decree 163/2024 Art 25.1): in the transaction of what confirms the claim. Of a number that waits for its first verification there is no
 * timeline, and the finding keeps it from that (`keepsFromService`): it is a change of the number, which a verification at that very moment
 * meets. Of a number that has ended it keeps nothing, and relies on that.
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
    const findingId = idFrom(random(32), 'finding');
    const [version, policies] = [subscription.version + 1, []];
    const keep = (receipt: Receipt) => [
      touchSubscriptionWrite(tenant, subscription, receipt),
      findingWrite(tenant, { ...number, findingId, timeline, grounds, foundAt, receipt }),
    ];
    if (state === 'pending')
      return { begins: 'kept-from-service', version, policies, reliedOn: [], writes: keep };
    if (!decideFinding({ timeline, grounds, foundAt, state, now: foundAt }).allowed)
      return { policies, reliedOn: [subscription.reliedOn], writes: () => [] };
    const former = await timelines.find(tenant, number, timeline);
    const isUnderWay =
      (former !== undefined && isRunning(former)) || holds.some(({ cause }) => cause === timeline);
    const run = { timeline, use: subscription.clear.use, startedAt: foundAt, done: [] } as const;
    const first = nextStep(run, foundAt);
    return {
      ...(!isUnderWay && { begins: timeline }),
      version,
      policies: first.is === 'due' && !isUnderWay ? [first.policyId] : [],
      reliedOn: isUnderWay && former !== undefined ? [former.reliedOn] : [],
      writes: (receipt) => [
        ...keep(receipt),
        ...(isUnderWay ? [] : startTimelineWrites(tenant, number, run, { former, receipt })),
      ],
    };
  },
});
