import type { Caller, Receipt } from '@temkin/kernel';
import type { Action } from './action.ts';
import type { EventDraft } from './event.ts';
import type { Change } from './recorder.ts';

/** What somebody wants to do that two people must agree to. */
export interface TwoPersonRequest {
  readonly action: Action;
  /** What it is about, as events speak of it. */
  readonly resources: EventDraft['resources'];
  /**
   * All that it says, in an order of its own: whoever decides is shown exactly this, and agrees to exactly this. Sealed
   * where it is kept.
   */
  readonly terms: Readonly<Record<string, string | readonly string[]>>;
}

/** Nobody has decided yet: whoever asked asks again later, in the same words. */
export interface PendingApproval {
  readonly state: 'pending';
  readonly approvalId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Of the event by which it was asked for, where that was just now. */
  readonly receipt?: Receipt;
}

/** Somebody else has agreed, once: it is spent in the transaction of the act itself. */
export interface GrantedApproval {
  readonly state: 'granted';
  /** How the act's event names it. */
  readonly resources: EventDraft['resources'];
  /** The change, refused unless the approval still stands, and never again after. */
  readonly spentWith: (change: Change) => Change;
}

/** Has two people agree, which the access capability does for all. */
export interface Approvals {
  /**
   * Whether somebody else has agreed to this very request of this very caller; where nobody was asked, asks. Throws the
   * refusals `ACCESS.NOT_A_PERSON`, `ACCESS.APPROVAL_REJECTED` and `ACCESS.APPROVAL_CHANGED`.
   */
  of(caller: Caller, asked: TwoPersonRequest): Promise<PendingApproval | GrantedApproval>;
}
