import { inForce } from '@temkin/kernel';
import type { CallIntent } from './call-intent.ts';
import { callHistoryDays } from './call-policies.ts';

/** What a reported call turns out to have been. */
export const REPORT_OUTCOMES = [
  'declared-own-call',
  'undeclared-own-call',
  'spoofed-own-number',
  'unknown',
] as const;

export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** Whose number the telephone showed. */
export type ShownNumber =
  /** Of our pool: it rings by a line of the operator's network that we had opened, or by somebody else's doing. */
  | { readonly of: 'pool' }
  /** A staff member's own telephone; `mayCall` while that person is on our staff. */
  | { readonly of: 'staff'; readonly mayCall: boolean }
  | { readonly of: 'nobody' };

/** A declared call by the number shown (of the pool), or of the shipper whose number it is. */
export interface NearbyCall {
  readonly call: Pick<CallIntent, 'state' | 'declared' | 'createdAt' | 'endBy' | 'endedAt' | 'lineId'>;
  /** Whether it was to the person who reports; undefined where the report does not show which number is theirs. */
  readonly toReporter: boolean | undefined;
}

/** Minutes around a report's instant, and after a call's end. */
export interface JoinWindows {
  readonly clockSlackMinutes: number;
  readonly lateMinutes: number;
  readonly callBackMinutes: number;
}

const MINUTE = 60_000;

const DAY = 86_400_000;

/**
 * Whether the calls that may have rung at an instant are kept still, a day of margin for those that could be called back: of what was
 * before we know nothing, and so not that a number was forged.
 */
export const isRemembered = (at: number, nowMilliseconds: number): boolean =>
  at >= nowMilliseconds - (inForce(callHistoryDays, nowMilliseconds).value - 1) * DAY;

/** States of calls that nobody was rung by. */
const NEVER_RANG: ReadonlySet<string> = new Set(['cancelled', 'revoked', 'expired']);

/** Whether a call that was declared may be the one that rang at an instant. */
const mayBe = (
  { call }: NearbyCall,
  at: number,
  { clockSlackMinutes, lateMinutes }: JoinWindows,
): boolean => {
  const from = call.createdAt - (call.declared === 'late' ? lateMinutes * MINUTE : 0);
  const ranToItsEnd = call.endedAt !== undefined && call.endedAt >= call.endBy;
  return (
    (!NEVER_RANG.has(call.state) || ranToItsEnd) &&
    at >= from - clockSlackMinutes * MINUTE &&
    at <= (call.endedAt ?? call.endBy) + clockSlackMinutes * MINUTE
  );
};

/** Whether a line that was opened for a call was still there at an instant, so that a call without a declaration could go over it. */
const hadLine = (
  { call }: NearbyCall,
  at: number,
  { clockSlackMinutes, callBackMinutes }: JoinWindows,
): boolean =>
  call.lineId !== undefined &&
  at >= call.createdAt - clockSlackMinutes * MINUTE &&
  at <= (call.endedAt ?? call.endBy) + (callBackMinutes + clockSlackMinutes) * MINUTE;

/**
 * Joins a citizen's report of a call with what we know of it.
 *
 * - A call that we declared to that person at that time was ours, whatever it was about: `declared-own-call`.
 * - A staff member's own number is taken for that person's own call, made without declaring it: `undeclared-own-call`. It may have
 *   been forged; nothing that we can see tells, so nobody honest is made a case of.
 * - A number of the pool is shown by lines that we had the operator open, and by nothing else that is ours: a shipper's telephone
 *   cannot show it. Where a line from it to that person was open, a shipper may have called over it again:
 *   `undeclared-own-call`. Where none was, somebody forged it: `spoofed-own-number`. Where the report does not say whose number
 *   rang and there were lines to others, we do not know: `unknown`.
 * - Anybody else's number is `unknown` to us.
 */
export const joinReport = (
  shown: ShownNumber,
  calls: readonly NearbyCall[],
  calledAt: number,
  windows: JoinWindows,
): ReportOutcome => {
  const declared = calls.filter((one) => mayBe(one, calledAt, windows));
  const isToReporter = ({ toReporter }: NearbyCall): boolean => toReporter === true;
  if (shown.of !== 'nobody' && declared.some(isToReporter)) return 'declared-own-call';
  if (shown.of === 'staff') return shown.mayCall ? 'undeclared-own-call' : 'unknown';
  if (shown.of === 'nobody') return 'unknown';

  const lines = calls.filter((one) => hadLine(one, calledAt, windows));
  if (lines.some(isToReporter)) return 'undeclared-own-call';
  const mayBeTheirs = [...declared, ...lines].some(({ toReporter }) => toReporter === undefined);
  return mayBeTheirs ? 'unknown' : 'spoofed-own-number';
};

/** Whether a report is taken up as a case of fraud: against whoever forged a number, and never against a member of the staff. */
export const isFraudCase = (outcome: ReportOutcome): boolean => outcome === 'spoofed-own-number';
