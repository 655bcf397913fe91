import { daysAfter, inForce, monthsAfter, workingDaysAfter, type PolicyRecord } from '@temkin/kernel';
import type { ParcelParty } from './phone-index.ts';

/** What the people of a parcel may ask of the company. */
export const SUBJECT_REQUEST_KINDS = ['masking', 'erasure', 'complaint'] as const;

export type SubjectRequestKind = (typeof SUBJECT_REQUEST_KINDS)[number];

/** What became of a request; `refused` where a law demands that the data be kept (Law 91/2025 Art 14.2). */
export const SUBJECT_REQUEST_OUTCOMES = ['fulfilled', 'partly-fulfilled', 'refused', 'withdrawn'] as const;

export type SubjectRequestOutcome = (typeof SUBJECT_REQUEST_OUTCOMES)[number];

/** A request that somebody made who had the code sent to their number. Nothing acts upon it by itself. */
export interface SubjectRequest {
  /** UUIDv7. */
  readonly requestId: string;
  readonly parcelId: string;
  readonly party: ParcelParty;
  readonly kind: SubjectRequestKind;
  readonly state: 'open' | 'closed';
  /** Milliseconds since the epoch, as the next three. */
  readonly filedAt: number;
  /** By when it must be answered; absent where no law says so. */
  readonly replyBy?: number;
  /** By when it must be done. */
  readonly doneBy: number;
  readonly closedAt?: number;
  readonly closedBy?: string;
  readonly outcome?: SubjectRequestOutcome;
}

/** How long a company has. */
export interface SubjectRequestTerms {
  readonly replyWorkingDays?: number;
  readonly days?: number;
  readonly months?: number;
}

const terms = (
  kind: SubjectRequestKind,
  value: SubjectRequestTerms,
  source: string,
  validFrom: string,
): readonly PolicyRecord<SubjectRequestTerms>[] => [{ id: `request-${kind}`, value, source, validFrom }];

/** Terms by kind; the extensions that the laws allow are a person's to decide. */
export const subjectRequestTerms: Readonly<
  Record<SubjectRequestKind, readonly PolicyRecord<SubjectRequestTerms>[]>
> = {
  masking: terms(
    'masking',
    { replyWorkingDays: 2, days: 15 },
    'Decree 356/2025 Art 5, measures of protection',
    '2026-01-01',
  ),
  erasure: terms(
    'erasure',
    { replyWorkingDays: 2, days: 20 },
    'Decree 356/2025 Art 5, deletion',
    '2026-01-01',
  ),
  complaint: terms(
    'complaint',
    { months: 2 },
    'Post Law 49/2010 Art 38: two months; the three of international items are not waited for',
    '2025-07-01',
  ),
};

/** When a request of a kind must be answered and done, by the terms in force when it is filed (Civil Code 91/2015 Art 147). */
export const dueDates = (
  kind: SubjectRequestKind,
  filedAt: number,
): Pick<SubjectRequest, 'replyBy' | 'doneBy'> & { readonly policyId: string } => {
  const { id, value } = inForce(subjectRequestTerms[kind], filedAt);
  const { replyWorkingDays, days = 0, months = 0 } = value;
  return {
    policyId: id,
    ...(replyWorkingDays !== undefined && { replyBy: workingDaysAfter(filedAt, replyWorkingDays) }),
    doneBy: months > 0 ? monthsAfter(filedAt, months) : daysAfter(filedAt, days),
  };
};
