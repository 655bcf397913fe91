import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2025-07-01';

/** How often citizens' checks are asked for. All requests count, whatever comes of them. */
export interface CheckLimits {
  /** In an hour (UTC), of one network: beyond that, requests are refused. */
  readonly requestsPerSource: number;
  /** In an hour, about one number, and about one number and one proof: beyond that, an answer wants the spoken code. */
  readonly requestsPerNumber: number;
  readonly requestsPerPair: number;
  /** Wrong codes about one call: of one network, and of all together. */
  readonly wrongCodesPerSource: number;
  readonly wrongCodesInAll: number;
}

export const checkLimits: readonly PolicyRecord<CheckLimits>[] = [
  {
    id: 'check-limits',
    value: {
      requestsPerSource: 60,
      requestsPerNumber: 300,
      requestsPerPair: 5,
      wrongCodesPerSource: 3,
      wrongCodesInAll: 30,
    },
    source:
      'Temkin default: many people share an address of a mobile network; a number of the pool is shown to a few hundred people ' +
      'in an hour at most; thirty of ten thousand codes are guessed right once in 333 calls, by somebody who knows the proof',
    validFrom: FROM,
  },
];

/** Milliseconds after which every check is answered, and, where one takes longer, after a multiple of them. */
export const checkAnswerStep: readonly PolicyRecord<number>[] = [
  {
    id: 'check-answer-step',
    value: 1_000,
    source:
      'Temkin default: longer than the store takes, shorter than somebody on the telephone waits without doubting',
    validFrom: FROM,
  },
];

/** The same for a request for a one-time code, which waits for a message gateway besides. */
export const codeAnswerStep: readonly PolicyRecord<number>[] = [
  {
    id: 'code-answer-step',
    value: 1_500,
    source: 'Temkin default: as for the codes of the parcel history',
    validFrom: FROM,
  },
];

/** What bounds the codes by which people show that a number is theirs. */
export interface OwnNumberCodeRules {
  readonly tries: number;
  readonly lifeMinutes: number;
  /** Messages in a day (UTC): to one number at the instance of one network, and to one number. */
  readonly sendsPerSourceAndPhone: number;
  readonly sendsPerPhone: number;
}

/** Digits of such a code. */
export const OWN_NUMBER_CODE_DIGITS = 8;

export const ownNumberCodeRules: readonly PolicyRecord<OwnNumberCodeRules>[] = [
  {
    id: 'own-number-code',
    value: { tries: 5, lifeMinutes: 10, sendsPerSourceAndPhone: 3, sendsPerPhone: 10 },
    source:
      'Temkin default: as for the codes of the parcel history; NIST SP 800-63B-4 §3.1.3.2 ends such codes after ten minutes',
    validFrom: FROM,
  },
];

/** Seconds for which a badge shows one code. */
export const badgeSeconds: readonly PolicyRecord<number>[] = [
  {
    id: 'badge-window',
    value: 20,
    source: 'Temkin default: longer than a camera and a check take, shorter than a film of it travels',
    validFrom: FROM,
  },
];

/** What bounds reports of citizens. */
export interface ReportRules {
  /** In an hour (UTC), of one network. */
  readonly reportsPerSource: number;
  /** Minutes after a report until which it is joined with what we know of the call. */
  readonly joinAfterMinutes: number;
  /** Minutes by which a person's memory of when a telephone rang may be wrong. */
  readonly clockSlackMinutes: number;
  /** Days for which a report is kept. */
  readonly keptDays: number;
}

export const reportRules: readonly PolicyRecord<ReportRules>[] = [
  {
    id: 'report-rules',
    value: { reportsPerSource: 20, joinAfterMinutes: 10, clockSlackMinutes: 15, keptDays: 365 },
    source:
      'Temkin default: a call may be declared late within five minutes and a network’s word of it takes a few; people remember ' +
      'the quarter of an hour; a complaint about telecommunications may be made within a year',
    validFrom: FROM,
  },
];
