import type { Caller } from '@temkin/kernel';
import { openRequest } from './authority-request.ts';
import { releaseResources } from './find-evidence.ts';
import type { RegisteredRelease, ReleaseDependencies } from './make-release.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * A release, and what the authority wrote, once the reading of it is on record. Refuses `PARCEL.RELEASE_NOT_FOUND`, also for
 * another tenant's.
 */
export const readRelease =
  ({ recorder, releases, keyRing }: Pick<ReleaseDependencies, 'recorder' | 'releases' | 'keyRing'>) =>
  (caller: Caller, releaseId: string): Promise<RegisteredRelease> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const release = await releases.release(tenant, releaseId);
      if (release === undefined) throw refuse('PARCEL.RELEASE_NOT_FOUND');
      const recorded = await recorder.commit(
        caller,
        { action: 'release.read', outcome: 'allowed', resources: releaseResources(releaseId) },
        { reliedOn: [release.reliedOn] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const request = await openRequest(keyRing, tenant, release);
      return { state: 'registered', release, request, receipt: recorded.receipt };
    });
  };
