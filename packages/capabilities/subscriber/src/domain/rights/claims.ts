import { dataRequestClock } from '../lifecycle/request-clocks.ts';

export const CLAIM_DECISIONS = ['confirmed', 'rejected'] as const;

/** What somebody found of a claim: that the number is not the claimant's, or that it is. */
export type ClaimDecision = (typeof CLAIM_DECISIONS)[number];

export type ClaimState = 'open' | ClaimDecision;

/**
 * A claim that a number is not the claimant's, though it is registered on their document (Decree 163/2024 Art 25.7). Made by whoever
 * has shown another number of that document to be theirs. Each of them has one open claim about a number, which is decided by itself: that
 * it is not one's says nothing of the other's.
 */
export interface NumberClaim {
  /** 32 hexadecimal digits. */
  readonly claimId: string;
  /** The number that is claimed not to be the claimant's, and whose it is in the registry. */
  readonly personId: string;
  readonly subscriptionId: string;
  /** By which number the claimant is told what came of it. */
  readonly claimantPersonId: string;
  readonly claimantSubscriptionId: string;
  /** The case in which the record is read. */
  readonly caseId: string;
  readonly state: ClaimState;
  /** Milliseconds since the epoch, as all instants here. */
  readonly filedAt: number;
  /** By when the claimant is answered, and by when it is decided. */
  readonly replyBy: number;
  readonly doneBy: number;
  readonly decidedAt?: number;
  /** Staff id. */
  readonly decidedBy?: string;
  /** Where it stood when the claimant was told last. */
  readonly told?: ClaimState;
}

/**
 * By when a claim is answered and decided. Article 25.7 names no term: who says that a record on their document is wrong asks for its
 * correction, which has one (Decree 356/2025 Art 5).
 */
export const claimClock = (
  filedAt: number,
  records?: Parameters<typeof dataRequestClock>[1],
): ReturnType<typeof dataRequestClock> =>
  dataRequestClock({ kind: 'correct', filedAt, needsProcessor: false }, records);

export type ClaimVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: 'CLAIM.NUMBER_UNKNOWN' | 'CLAIM.OWN_NUMBER' };

/** Whether somebody who has proven a number may claim another: one that is on the same document, and not the one they have in hand. */
export const decideClaim = (
  session: { readonly subscriptionId: string; readonly personIds: readonly string[] },
  claimed: {
    readonly subscriptionId: string;
    readonly personId: string | undefined;
    readonly isLive: boolean;
  },
): ClaimVerdict => {
  if (claimed.personId === undefined || !claimed.isLive || !session.personIds.includes(claimed.personId))
    return { allowed: false, code: 'CLAIM.NUMBER_UNKNOWN' };
  return claimed.subscriptionId === session.subscriptionId
    ? { allowed: false, code: 'CLAIM.OWN_NUMBER' }
    : { allowed: true };
};
