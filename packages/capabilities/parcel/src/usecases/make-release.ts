import type { Approvals, PendingApproval } from '@temkin/audit-event';
import { keyedHash, type KeyRing } from '@temkin/crypto';
import { daysAfter, inForce, toHex, vietnamDay, type Caller, type Receipt } from '@temkin/kernel';
import {
  isLabelOnly,
  RELEASABLE_GROUPS,
  releaseDays,
  type AuthorityRequest,
  type Release,
} from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { ReleaseStore } from '../store/release-store.ts';
import { openRequest, sealRequest } from './authority-request.ts';
import { findByName, type ParcelName } from './find-by-name.ts';
import { releaseResources } from './find-evidence.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface ReleaseDependencies extends Surroundings {
  readonly approvals: Approvals;
  readonly releases: ReleaseStore;
  readonly store: Pick<ParcelReads, 'parcel' | 'parcelIdOfWaybill'>;
  /** Purpose `release`. */
  readonly keyRing: KeyRing;
}

/** What is asked to be released, and upon what. */
export interface NewRelease extends Pick<Release, 'ground' | 'groups' | 'validUntil'> {
  readonly parcel: ParcelName;
  readonly request: AuthorityRequest;
}

/** A release with what the authority wrote. */
export interface RegisteredRelease {
  readonly state: 'registered';
  readonly release: Release;
  readonly request: AuthorityRequest;
  readonly receipt: Receipt;
}

/**
 * Releases groups of a parcel to an authority, once a second person has agreed: others than whoever made it may then open
 * these, and no more, to the end of its last day. Refuses `PARCEL.UNKNOWN`, `PARCEL.SHREDDED`, `PARCEL.LABEL_ONLY` where
 * nothing is kept that could be opened, `PARCEL.DATE_INVALID` where its last day is past or too far, and by the codes of
 * `Approvals`. The same seed answers the same release again.
 */
export const makeRelease = (dependencies: ReleaseDependencies) => {
  const { recorder, clock, approvals, releases, keyRing } = dependencies;
  return (
    caller: Caller,
    { parcel: name, request, ...asked }: NewRelease,
    seed: Uint8Array,
  ): Promise<RegisteredRelease | PendingApproval> => {
    const { tenant, id } = caller.principal;
    const { ground, validUntil } = asked;
    const groups = RELEASABLE_GROUPS.filter((group) => asked.groups.includes(group));
    const releaseId = toHex(keyedHash(seed, 16, 'release'));
    return untilSettled(async () => {
      const again = await releases.release(tenant, releaseId);
      if (again !== undefined)
        return {
          state: 'registered',
          release: again,
          request: await openRequest(keyRing, tenant, again),
          receipt: again.makeReceipt,
        };
      const now = clock.now();
      const parcel = await findByName(dependencies, tenant, name, { purpose: 'authority' });
      const { parcelId, waybillNumber, pseudonym, kind } = parcel;
      const about = { purpose: 'authority', resources: [{ type: 'parcel', pseudonym }] };
      if (isLabelOnly(kind)) throw refuse('PARCEL.LABEL_ONLY', { about });
      // The term ends with the midnight after its last day.
      const latest = vietnamDay(daysAfter(now, inForce(releaseDays, now).value) - 1);
      if (validUntil < vietnamDay(now) || validUntil > latest) throw refuse('PARCEL.DATE_INVALID');

      const approval = await approvals.of(caller, {
        action: 'release.make',
        resources: about.resources,
        terms: { parcelId, waybillNumber, ground, groups, validUntil, ...request },
      });
      if (approval.state === 'pending') return approval;
      const release: Release = {
        releaseId,
        parcelId,
        ground,
        groups,
        validUntil,
        state: 'open',
        madeBy: id,
        madeAt: now,
      };
      const sealed = await sealRequest(dependencies, { tenant, releaseId }, request);
      const recorded = await recorder.commit(
        caller,
        {
          action: 'release.make',
          outcome: 'allowed',
          purpose: 'authority',
          grounds: ground,
          groups,
          resources: [...about.resources, ...releaseResources(releaseId), ...approval.resources],
        },
        approval.spentWith({
          writes: (makeReceipt) => releases.makeWrites(tenant, { ...release, ...sealed, makeReceipt }),
        }),
      );
      return recorded.outcome === 'committed'
        ? { state: 'registered', release, request, receipt: recorded.receipt }
        : undefined;
    });
  };
};
