import type { PolicyRecord } from '@temkin/kernel';

/** What bounds the codes by which people open the history of their parcel. */
export interface HistoryCodeRules {
  /** Wrong and right ones that one challenge takes. */
  readonly tries: number;
  readonly lifeMinutes: number;
  /** How long requests may be made after the code was right. */
  readonly followUpMinutes: number;
}

/** Digits of a code. Fifty guesses a day at one number (sends × tries) meet one of 10⁸ codes once in 5,000 years. */
export const HISTORY_CODE_DIGITS = 8;

export const historyCodeRules: readonly PolicyRecord<HistoryCodeRules>[] = [
  {
    id: 'history-code',
    value: { tries: 5, lifeMinutes: 10, followUpMinutes: 30 },
    source:
      'Temkin default: a message takes a minute at worst; NIST SP 800-63B-4 §3.1.3.2 ends such codes after ten',
    validFrom: '2025-07-01',
  },
];

/** How often codes are asked for and sent. */
export interface HistoryLimits {
  /** Requests by one network in an hour (UTC), whatever they ask. */
  readonly requestsPerSource: number;
  /** Messages in a day (UTC): to one number at the instance of one network, to one number, about one parcel. */
  readonly sendsPerSourceAndPhone: number;
  readonly sendsPerPhone: number;
  readonly sendsPerParcel: number;
}

export const historyLimits: readonly PolicyRecord<HistoryLimits>[] = [
  {
    id: 'history-limits',
    value: { requestsPerSource: 60, sendsPerSourceAndPhone: 3, sendsPerPhone: 10, sendsPerParcel: 12 },
    source:
      'Temkin default: many people share an address of a mobile network and few ask within one hour; no telephone rings ' +
      'more than ten times a day, and one network alone cannot use these up',
    validFrom: '2025-07-01',
  },
];

/** Milliseconds after which every request for a code is answered, and, where one takes longer, after a multiple of them. */
export const historyAnswerStep: readonly PolicyRecord<number>[] = [
  {
    id: 'history-answer-step',
    value: 1_500,
    source:
      'Temkin default: longer than the store and a message gateway take, shorter than people wait without doubting',
    validFrom: '2025-07-01',
  },
];
