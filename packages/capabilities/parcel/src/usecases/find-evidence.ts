import type { Clock, Principal, ReliedOn } from '@temkin/kernel';
import { doesReleaseAllow, type GroupName, type Purpose } from '../domain/index.ts';
import type { CaseReads } from '../store/case-store.ts';
import type { ReleaseReads } from '../store/release-store.ts';
import { caseResources, findCase } from './find-case.ts';

/** An open record of somebody else that lets a reader read: a case, or what two people released. */
export interface Evidence {
  readonly kind: 'case' | 'two-person-release';
  /** How an event speaks of it. */
  readonly resources: readonly { readonly type: string; readonly pseudonym: string }[];
  /** What it is limited to, where that is not all of the policy's line. */
  readonly groups?: readonly GroupName[];
  readonly reliedOn: ReliedOn;
}

/** How an event speaks of a release: by its id, which is random. */
export const releaseResources = (releaseId: string) => [{ type: 'release', pseudonym: releaseId }] as const;

/**
 * The record that a reader names, where it lets them read this parcel for this purpose; undefined where it does not. For an
 * authority that is a release, for any other purpose a case.
 */
export const findEvidence = async (
  {
    cases,
    releases,
    clock,
  }: { readonly cases: CaseReads; readonly releases: ReleaseReads; readonly clock: Clock },
  reader: Principal,
  named: string | undefined,
  read: { readonly parcelId: string; readonly purpose: Purpose },
): Promise<Evidence | undefined> => {
  const { tenant, id: readerId } = reader;
  if (read.purpose !== 'authority') {
    const found = await findCase(cases, reader, named, read);
    return found && { kind: 'case', resources: caseResources(found), reliedOn: found.reliedOn };
  }
  const found = named === undefined ? undefined : await releases.release(tenant, named);
  const nowMilliseconds = clock.now();
  if (found === undefined || !doesReleaseAllow(found, { ...read, readerId, nowMilliseconds }))
    return undefined;
  const { releaseId, groups, reliedOn } = found;
  return { kind: 'two-person-release', resources: releaseResources(releaseId), groups, reliedOn };
};
