import { daysAfter, inForce, workingDaysAfter, type PolicyRecord } from '@temkin/kernel';
import { inForceOrFirst } from '../in-force-or-first.ts';

/** What a person may ask of whoever keeps their data (Decree 356/2025 Art 5). */
export const DATA_REQUESTS = [
  'withdraw-consent',
  'restrict',
  'object',
  'view',
  'correct',
  'copy',
  'delete',
  'protect',
] as const;

export type DataRequest = (typeof DATA_REQUESTS)[number];

/** How long a company has. */
export interface DataRequestTerms {
  readonly replyWorkingDays: number;
  readonly days: number;
  /** Instead of `days`, where a processor or a third party must act too. */
  readonly withProcessorDays: number;
  /** By how much it may be put off, once. */
  readonly extensionDays: number;
}

const FROM = '2026-01-01';

const terms = (
  kind: DataRequest,
  days: number,
  withProcessorDays: number,
): readonly PolicyRecord<DataRequestTerms>[] => [
  {
    id: `data-request-${kind}`,
    value: { replyWorkingDays: 2, days, withProcessorDays, extensionDays: days },
    source: 'Decree 356/2025 Art 5',
    validFrom: FROM,
  },
];

/** Terms by what is asked for. Measures of protection have one term, whoever acts. */
export const dataRequestTerms: Readonly<Record<DataRequest, readonly PolicyRecord<DataRequestTerms>[]>> = {
  'withdraw-consent': terms('withdraw-consent', 15, 20),
  restrict: terms('restrict', 15, 20),
  object: terms('object', 15, 20),
  view: terms('view', 10, 15),
  correct: terms('correct', 10, 15),
  copy: terms('copy', 10, 15),
  delete: terms('delete', 20, 30),
  protect: terms('protect', 15, 15),
};

/** The clock of a request: first instants after its terms, milliseconds since the epoch. */
export interface DataRequestClock {
  readonly policyId: string;
  readonly replyBy: number;
  readonly doneBy: number;
}

/** What a request's clock is reckoned from. */
export interface TimedDataRequest {
  readonly kind: DataRequest;
  readonly filedAt: number;
  readonly needsProcessor: boolean;
  /** Days by which it was put off. */
  readonly extendedDays?: number;
}

/** By when a request must be answered and done, by the record in force when it was filed. */
export const dataRequestClock = (
  { kind, filedAt, needsProcessor, extendedDays = 0 }: TimedDataRequest,
  records = dataRequestTerms[kind],
): DataRequestClock => {
  const { id, value } = inForce(records, filedAt);
  const days = needsProcessor ? value.withProcessorDays : value.days;
  return {
    policyId: id,
    replyBy: workingDaysAfter(filedAt, value.replyWorkingDays),
    doneBy: daysAfter(filedAt, days + extendedDays),
  };
};

export type ExtensionVerdict =
  | { readonly allowed: true; readonly doneBy: number }
  | {
      readonly allowed: false;
      readonly code:
        | 'DATA_REQUEST.EXTENDED_BEFORE'
        | 'DATA_REQUEST.EXTENSION_TOO_LONG'
        | 'DATA_REQUEST.EXTENSION_TOO_LATE'
        | 'DATA_REQUEST.REASONS_MISSING';
    };

/** Whether a request may be put off by so many days: once, with reasons, no longer than the law allows, and before its term is over. */
export const decideExtension = (
  request: TimedDataRequest,
  { days, reasons, now }: { readonly days: number; readonly reasons: string; readonly now: number },
  records = dataRequestTerms[request.kind],
): ExtensionVerdict => {
  if (request.extendedDays !== undefined) return { allowed: false, code: 'DATA_REQUEST.EXTENDED_BEFORE' };
  if (reasons.trim() === '') return { allowed: false, code: 'DATA_REQUEST.REASONS_MISSING' };
  const { extensionDays } = inForce(records, request.filedAt).value;
  if (!Number.isSafeInteger(days) || days < 1 || days > extensionDays)
    return { allowed: false, code: 'DATA_REQUEST.EXTENSION_TOO_LONG' };
  if (now >= dataRequestClock(request, records).doneBy)
    return { allowed: false, code: 'DATA_REQUEST.EXTENSION_TOO_LATE' };
  return { allowed: true, doneBy: dataRequestClock({ ...request, extendedDays: days }, records).doneBy };
};

/** How pressing what an authority asks for is. `urgent`: national security or somebody's life. */
export const AUTHORITY_URGENCIES = ['ordinary', 'urgent'] as const;

export type AuthorityUrgency = (typeof AUTHORITY_URGENCIES)[number];

/** Hours from receipt within which an authority is answered. */
export const authorityAnswerHours: Readonly<Record<AuthorityUrgency, readonly PolicyRecord<number>[]>> = {
  ordinary: [
    {
      id: 'authority-answer-ordinary',
      value: 24,
      source: 'Law 116/2025 Art 25.2.a; Decree 333/2026 Art 16.3',
      validFrom: '2026-07-01',
    },
  ],
  urgent: [
    {
      id: 'authority-answer-urgent',
      value: 3,
      source: 'Law 116/2025 Art 25.2.a; Decree 333/2026 Art 16.3: security of the nation, lives of people',
      validFrom: '2026-07-01',
    },
  ],
};

/** By when an authority must be answered, and by which record: hours run on through nights and holidays. */
export const authorityClock = (
  urgency: AuthorityUrgency,
  receivedAt: number,
  records = authorityAnswerHours[urgency],
): { readonly policyId: string; readonly answerBy: number } => {
  const { id, value } = inForceOrFirst(records, receivedAt);
  return { policyId: id, answerBy: receivedAt + value * 3_600_000 };
};
