import type { PolicyRecord } from '@temkin/kernel';
import type { DataRequest } from '../lifecycle/request-clocks.ts';
import { erasureDueAt, type EndOfSubscription } from '../lifecycle/retention.ts';
import type { ReadPurpose } from '../reads/read-policy.ts';
import type { ProcessingMark } from './processing-marks.ts';

/** Upon what a request may be refused. */
export const REFUSAL_GROUNDS = ['not-the-holder', 'kept-by-law', 'unfounded'] as const;

export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

export const DATA_REQUEST_OUTCOMES = ['fulfilled', 'partly-fulfilled', 'withdrawn'] as const;

export type DataRequestOutcome = (typeof DATA_REQUEST_OUTCOMES)[number];

/** What a request of a kind may come to: which case it opens, what it may change, upon what it may be refused. */
export interface DataRequestRule {
  /** The purpose of the case in which the record is read, and changed where the purpose lets. */
  readonly purpose: ReadPurpose;
  readonly changes: 'nothing' | 'fields' | 'marks' | 'existence';
  readonly mark?: ProcessingMark;
  readonly grounds: readonly RefusalGround[];
  readonly source: string;
}

const DECREE = 'Decree 356/2025 Art 5';

/** What each request may change, and no more. A registry that the law demands is kept without consent (Law 91/2025 Art 19.1). */
export const DATA_REQUEST_RULES: Readonly<Record<DataRequest, DataRequestRule>> = {
  view: {
    purpose: 'data-subject-request',
    changes: 'nothing',
    grounds: ['not-the-holder'],
    source: DECREE,
  },
  copy: {
    purpose: 'data-subject-request',
    changes: 'nothing',
    grounds: ['not-the-holder'],
    source: DECREE,
  },
  correct: {
    purpose: 'correction',
    changes: 'fields',
    grounds: ['not-the-holder', 'unfounded'],
    source: `${DECREE}; Decree 163/2024 Art 25.1`,
  },
  delete: {
    purpose: 'data-subject-request',
    changes: 'existence',
    grounds: ['not-the-holder', 'kept-by-law'],
    source: `${DECREE}; Law 91/2025 Art 14.2: not while another law demands that it be kept`,
  },
  restrict: {
    purpose: 'data-subject-request',
    changes: 'marks',
    mark: 'restricted',
    grounds: ['not-the-holder', 'kept-by-law'],
    source: DECREE,
  },
  object: {
    purpose: 'data-subject-request',
    changes: 'marks',
    mark: 'objected',
    grounds: ['not-the-holder', 'kept-by-law'],
    source: DECREE,
  },
  'withdraw-consent': {
    purpose: 'data-subject-request',
    changes: 'marks',
    mark: 'consent-withdrawn',
    grounds: ['not-the-holder', 'kept-by-law'],
    source: `${DECREE}; Law 91/2025 Art 9, 19.1`,
  },
  protect: {
    purpose: 'data-subject-request',
    changes: 'marks',
    mark: 'protected',
    grounds: ['not-the-holder', 'unfounded'],
    source: DECREE,
  },
};

/** A request of somebody whom the registry has, with its dates. Milliseconds since the epoch. */
export interface SubscriberRequest {
  /** 32 hexadecimal digits. */
  readonly requestId: string;
  readonly personId: string;
  readonly kind: DataRequest;
  /** A staff id; the page of the public where it was filed after a self-check. */
  readonly filedBy: string;
  readonly caseId: string;
  /** `filed` waits for its answer, `accepted` for what it asked for. */
  readonly state: 'filed' | 'accepted' | 'refused' | 'closed';
  readonly filedAt: number;
  readonly needsProcessor: boolean;
  readonly extendedDays?: number;
  readonly replyBy: number;
  readonly doneBy: number;
  readonly answeredAt?: number;
  readonly answeredBy?: string;
  readonly ground?: RefusalGround;
  readonly closedAt?: number;
  readonly closedBy?: string;
  readonly outcome?: DataRequestOutcome;
}

/** When something is due of a request next: its answer, then what it asked for. */
export const requestDueAt = ({
  state,
  replyBy,
  doneBy,
}: Pick<SubscriberRequest, 'state' | 'replyBy' | 'doneBy'>): number => (state === 'filed' ? replyBy : doneBy);

export type RequestAnswer =
  { readonly answer: 'accepted' } | { readonly answer: 'refused'; readonly ground: RefusalGround };

export type AnswerVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code: 'DATA_REQUEST.ANSWERED' | 'DATA_REQUEST.GROUND_NOT_ALLOWED' | 'DATA_REQUEST.KEPT_BY_LAW';
      /** Until when the law demands that it be kept; absent while a number lives. */
      readonly keptUntil?: number;
    };

/**
 * Whether a request may be answered so. To delete is never promised while the law demands that a number of the person be kept, and
 * never refused upon that once it does not.
 */
export const decideAnswer = (
  { kind, state }: Pick<SubscriberRequest, 'kind' | 'state'>,
  answer: RequestAnswer,
  facts: { readonly subscriptions: readonly EndOfSubscription[]; readonly now: number },
): AnswerVerdict => {
  if (state !== 'filed') return { allowed: false, code: 'DATA_REQUEST.ANSWERED' };
  if (answer.answer === 'refused' && !DATA_REQUEST_RULES[kind].grounds.includes(answer.ground))
    return { allowed: false, code: 'DATA_REQUEST.GROUND_NOT_ALLOWED' };
  if (kind !== 'delete') return { allowed: true };
  const { isKept, until } = keptByLaw(facts.subscriptions, facts.now);
  if (answer.answer === 'accepted' && isKept)
    return {
      allowed: false,
      code: 'DATA_REQUEST.KEPT_BY_LAW',
      ...(until !== undefined && { keptUntil: until }),
    };
  if (answer.answer === 'refused' && answer.ground === 'kept-by-law' && !isKept)
    return { allowed: false, code: 'DATA_REQUEST.GROUND_NOT_ALLOWED' };
  return { allowed: true };
};

/** Whether a person's record must be kept, and until when, where that is known: not while a number lives. */
export const keptByLaw = (
  subscriptions: readonly EndOfSubscription[],
  now: number,
): { readonly isKept: boolean; readonly until?: number } => {
  if (subscriptions.length === 0) return { isKept: false };
  const until = erasureDueAt(subscriptions);
  return until === undefined ? { isKept: true } : { isKept: now < until, until };
};

/** How many numbers a copy may have; who has more asks for it in the case, number by number. */
export const copiedNumbers: readonly PolicyRecord<number>[] = [
  {
    id: 'copied-numbers',
    value: 100,
    source: 'Temkin default: one answer of some hundred kilobytes, and some hundred requests to the store',
    validFrom: '2026-11-22',
  },
];

export type CopyVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code: 'DATA_REQUEST.NO_COPY' | 'DATA_REQUEST.NOT_ANSWERED' | 'DATA_REQUEST.CLOSED';
    };

/** Whether upon a request a copy is made of all that is known of somebody: one was asked for and accepted, and is not done yet. */
export const decideCopy = ({ kind, state }: Pick<SubscriberRequest, 'kind' | 'state'>): CopyVerdict => {
  if (kind !== 'copy') return { allowed: false, code: 'DATA_REQUEST.NO_COPY' };
  if (state === 'filed') return { allowed: false, code: 'DATA_REQUEST.NOT_ANSWERED' };
  return state === 'accepted' ? { allowed: true } : { allowed: false, code: 'DATA_REQUEST.CLOSED' };
};

export type ClosingVerdict =
  | { readonly allowed: true; readonly mark?: ProcessingMark }
  | {
      readonly allowed: false;
      readonly code: 'DATA_REQUEST.NOT_ANSWERED' | 'DATA_REQUEST.NOT_ERASED' | 'DATA_REQUEST.CLOSED';
    };

/**
 * Whether a request may be closed with an outcome, and which mark that leaves on the person: nobody fulfils what was not accepted, nor
 * a deletion while the person's key is there.
 */
export const decideClosing = (
  { kind, state }: Pick<SubscriberRequest, 'kind' | 'state'>,
  outcome: DataRequestOutcome,
  { isErased }: { readonly isErased: boolean },
): ClosingVerdict => {
  if (state === 'closed' || state === 'refused') return { allowed: false, code: 'DATA_REQUEST.CLOSED' };
  if (outcome === 'withdrawn') return { allowed: true };
  if (state !== 'accepted') return { allowed: false, code: 'DATA_REQUEST.NOT_ANSWERED' };
  const { mark, changes } = DATA_REQUEST_RULES[kind];
  if (changes === 'existence' && !isErased) return { allowed: false, code: 'DATA_REQUEST.NOT_ERASED' };
  return { allowed: true, ...(mark !== undefined && { mark }) };
};
