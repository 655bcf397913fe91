import type { Msisdn } from '@temkin/caller-id/domain';

/** What a telephone is told of a call that comes in. */
export interface Rung {
  /** The number on its screen. */
  readonly shows: Msisdn;
  /** The name on its screen, where the call was announced. */
  readonly displayName?: string;
  readonly reason?: string;
}

/** A telephone at the end of a simulated line. */
export interface Handset {
  rings(call: Rung): 'answers' | 'busy' | 'no-answer';
}

/**
 * What came of dialling a number: whom it reached, whom it reached who did not answer, or the announcement that nobody is to be
 * reached by that number.
 */
export type Dialled =
  | { readonly outcome: 'answered' | 'unanswered'; readonly reached: Msisdn }
  | { readonly outcome: 'unknown-number' };
