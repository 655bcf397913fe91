import type { Purpose } from './disclosure-policy.ts';

/** What a case is for: the purposes for which a reader must name one. */
export const CASE_KINDS = ['support', 'dispute', 'inspection'] as const satisfies readonly Purpose[];

export type CaseKind = (typeof CASE_KINDS)[number];

/**
 * Why a case is opened: somebody asks for help, a delivery failed or went to the wrong door, a parcel is late, lost or
 * damaged, what was paid is disputed, or what is inside must be looked into. A word of a list, so that no case tells of a
 * person.
 */
export const CASE_REASONS = [
  'help-requested',
  'not-delivered',
  'wrong-recipient',
  'late',
  'lost',
  'damaged',
  'payment-disputed',
  'contents-suspected',
] as const;

export type CaseReason = (typeof CASE_REASONS)[number];

/** An open record that names a parcel and lets others than its maker read for its kind's purpose. */
export interface Case {
  /** 32 hexadecimal digits. */
  readonly caseId: string;
  readonly parcelId: string;
  readonly kind: CaseKind;
  readonly reason: CaseReason;
  readonly state: 'open' | 'closed';
  readonly openedBy: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly closedAt?: number;
}

/** Whether a case lets a reader read: it is open, names this parcel, is for this purpose, and somebody else opened it. */
export const doesCaseAllow = (
  { state, kind, parcelId, openedBy }: Case,
  read: { readonly parcelId: string; readonly purpose: Purpose; readonly readerId: string },
): boolean =>
  state === 'open' && kind === read.purpose && parcelId === read.parcelId && openedBy !== read.readerId;
