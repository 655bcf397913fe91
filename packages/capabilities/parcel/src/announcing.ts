import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import { parcelNewsIn, type ParcelNews } from './store/parcel-news.ts';

/** Who tells others of changes of parcels. */
export interface Announcer {
  /** Whether anybody of the tenant wants to be told. */
  isHeard(tenant: string): Promise<boolean>;
  /** Announces the changes of one transaction, at least nine with each write; never refused. Milliseconds since the epoch. */
  announceWrites(news: readonly ParcelNews[], announcedAt: number): readonly Write[];
}

/**
 * A recorder whose transactions announce the changes of state they make, where somebody wants to be told: no change is
 * announced that was not made, and none is forgotten. Costs a write for nine such changes and nothing where nobody
 * listens. The announcements go last, so that the positions of refused writes stay as they are.
 */
export const announcing = ({
  recorder,
  announcer,
  clock,
}: {
  readonly recorder: Recorder;
  readonly announcer: Announcer;
  readonly clock: Clock;
}): Recorder => ({
  commit: async (caller, draft, change = {}) => {
    const { writes } = change;
    if (writes === undefined || !(await announcer.isHeard(caller.principal.tenant)))
      return recorder.commit(caller, draft, change);
    return recorder.commit(caller, draft, {
      ...change,
      writes: (receipt) => {
        const made = writes(receipt);
        const now = clock.now();
        return [...made, ...announcer.announceWrites(parcelNewsIn(made, now), now)];
      },
    });
  },
});
