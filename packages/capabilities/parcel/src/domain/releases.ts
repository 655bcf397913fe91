import { vietnamDay } from '@temkin/kernel';
import { DISCLOSURE_POLICY } from './disclosure-policy.ts';
import type { GroupName } from './field-groups.ts';

/** Upon what an authority may learn who uses the post, and from nothing else (Post Law 49/2010/QH12 Art 14.2). */
export const RELEASE_GROUNDS = ['security-or-serious-violation', 'criminal-case'] as const;
export type ReleaseGround = (typeof RELEASE_GROUNDS)[number];

/** How it was made sure that whoever asked is the authority (Decree 333/2026 Art 16.3). */
export const RELEASE_VERIFICATIONS = ['met-in-person', 'called-back', 'digitally-signed'] as const;
export type ReleaseVerification = (typeof RELEASE_VERIFICATIONS)[number];

/** Groups that can be released: those of the policy's line for authorities. */
export const RELEASABLE_GROUPS: readonly GroupName[] = DISCLOSURE_POLICY.filter(
  ({ needs }) => needs === 'two-person-release',
).flatMap(({ groups }) => groups);

/** Who asked in writing for what; sealed where it is kept. */
export type AuthorityRequest = {
  readonly authority: string;
  /** Who signed. */
  readonly officer: string;
  readonly documentNumber: string;
  /** `YYYY-MM-DD`. */
  readonly documentDate: string;
  readonly verification: ReleaseVerification;
};

/** What two people have released of a parcel to an authority: others than its maker may open that, and no more. */
export interface Release {
  /** 32 hexadecimal digits. */
  readonly releaseId: string;
  readonly parcelId: string;
  readonly ground: ReleaseGround;
  readonly groups: readonly GroupName[];
  /** Last day on which it is good, `YYYY-MM-DD`, Vietnam time. */
  readonly validUntil: string;
  readonly state: 'open' | 'closed';
  /** Staff id. */
  readonly madeBy: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  readonly closedAt?: number;
}

/** Whether a release lets somebody read: it is open and in time, names this parcel, and somebody else made it. */
export const doesReleaseAllow = (
  { state, parcelId, madeBy, validUntil }: Release,
  read: { readonly parcelId: string; readonly readerId: string; readonly nowMilliseconds: number },
): boolean =>
  state === 'open' &&
  parcelId === read.parcelId &&
  madeBy !== read.readerId &&
  vietnamDay(read.nowMilliseconds) <= validUntil;
