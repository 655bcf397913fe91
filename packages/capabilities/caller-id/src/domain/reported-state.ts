import type { CallIntent } from './call-intent.ts';
import { mayMove, type CallState } from './call-states.ts';
import type { LineState } from './networks.ts';

/** Of a call that failed: the recipient was rung by one that rang, and by no other. */
const AFTER_FAILURE: Readonly<Partial<Record<CallState, CallState>>> = {
  ringing: 'ended',
  answered: 'ended',
};

/**
 * Where a network's word moves a call to; undefined where it moves it nowhere: it was said before, comes after a later one, or after
 * the call was over by another word than the network's. A call that failed before it rang has `expired`, as one that nobody made.
 */
export const reportedState = (
  { state }: Pick<CallIntent, 'state'>,
  reported: LineState,
): CallState | undefined => {
  const to = reported === 'failed' ? (AFTER_FAILURE[state] ?? 'expired') : reported;
  return mayMove(state, to) ? to : undefined;
};

/**
 * When it happened, by the network's clock as far as ours believes it: neither before the call was declared nor in the future. Both
 * in milliseconds since the epoch.
 */
export const reportedAt = (
  { createdAt }: Pick<CallIntent, 'createdAt'>,
  at: number,
  nowMilliseconds: number,
): number => Math.min(Math.max(at, createdAt), nowMilliseconds);
