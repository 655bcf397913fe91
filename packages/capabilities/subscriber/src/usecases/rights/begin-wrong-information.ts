import { isLive } from '../../store/record-item.ts';
import { isRunning, startTimelineWrites, touchSubscriptionWrite } from '../../store/timelines.ts';
import type { Registry } from '../registry.ts';
import type { WrongInformation } from './ports.ts';

/** Begins the timeline of wrong information of a live number that has none under way (Decree 163/2024 Art 25.1). */
export const beginWrongInformation = ({
  people,
  timelines,
}: Pick<Registry, 'people' | 'timelines'>): WrongInformation => ({
  begin: async (tenant, number, foundAt) => {
    const [subscription] = await people.findSubscriptions(tenant, [number]);
    if (subscription === undefined || !isLive(subscription)) return undefined;
    const former = await timelines.find(tenant, number, 'wrong-information');
    if (former !== undefined && isRunning(former)) return undefined;
    const { reliedOn, clear } = subscription;
    const run = { timeline: 'wrong-information', use: clear.use, startedAt: foundAt, done: [] } as const;
    return {
      reliedOn: [],
      writes: (receipt) => [
        touchSubscriptionWrite(tenant, { ...number, reliedOn }, receipt),
        ...startTimelineWrites(tenant, number, run, { former, receipt }),
      ],
    };
  },
});
