import type { PolicyRecord } from '@temkin/kernel';

/** Hours that may pass between asking and doing. */
export const approvalHours: readonly PolicyRecord<number>[] = [
  {
    id: 'approval-hours',
    value: 24,
    source:
      'Temkin default: the next shift can still decide, and nobody finds an agreement that is forgotten',
    validFrom: '2025-07-01',
  },
];

/** Days for which whoever let somebody in is no second person to them. */
export const independenceDays: readonly PolicyRecord<number>[] = [
  {
    id: 'independence-days',
    value: 30,
    source: 'Temkin default: nobody makes a second person to agree with, unless for a month nobody notices',
    validFrom: '2025-07-01',
  },
];

export const APPROVAL_VERDICTS = ['approved', 'rejected'] as const;
export type ApprovalVerdict = (typeof APPROVAL_VERDICTS)[number];

/** What a second person has decided, for good. */
export interface ApprovalDecision {
  readonly verdict: ApprovalVerdict;
  /** Staff id. */
  readonly decidedBy: string;
  /** Milliseconds since the epoch. */
  readonly decidedAt: number;
}

/** Something that somebody asked for, and what it says. */
export interface ApprovalRequest {
  /** 32 hexadecimal digits: of the same request of the same person always the same. */
  readonly approvalId: string;
  readonly action: string;
  /** Staff id. */
  readonly requestedBy: string;
  /** Milliseconds since the epoch. */
  readonly requestedAt: number;
  readonly expiresAt: number;
  /** The event that asked for it: tells this asking from any other of the same. */
  readonly eventId: string;
}

/** The form of an approval's id. */
export const APPROVAL_ID = /^[0-9a-f]{32}$/;
