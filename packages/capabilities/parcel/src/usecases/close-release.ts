import type { Caller, Receipt } from '@temkin/kernel';
import type { Release } from '../domain/index.ts';
import { releaseResources } from './find-evidence.ts';
import type { ReleaseDependencies } from './make-release.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Closes a release, whoever made it; from then on nobody reads by it. A closed one is answered as it is. Refuses
 * `PARCEL.RELEASE_NOT_FOUND`, also for another tenant's.
 */
export const closeRelease =
  ({
    recorder,
    releases,
    store,
    clock,
  }: Pick<ReleaseDependencies, 'recorder' | 'releases' | 'store' | 'clock'>) =>
  (caller: Caller, releaseId: string): Promise<{ readonly closed: Release; readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const found = await releases.release(tenant, releaseId);
      if (found === undefined) throw refuse('PARCEL.RELEASE_NOT_FOUND');
      if (found.state === 'closed') return { closed: found };
      const parcel = await store.parcel(tenant, found.parcelId);
      if (parcel === undefined) throw new Error('a release leads to no parcel');
      const closedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'release.close',
          outcome: 'allowed',
          purpose: 'authority',
          resources: [
            ...(parcel.state === 'shredded' ? [] : [{ type: 'parcel', pseudonym: parcel.pseudonym }]),
            ...releaseResources(releaseId),
          ],
        },
        { writes: () => releases.closeWrites(tenant, found, closedAt) },
      );
      return recorded.outcome === 'committed'
        ? { closed: { ...found, state: 'closed', closedAt }, receipt: recorded.receipt }
        : undefined;
    });
  };
