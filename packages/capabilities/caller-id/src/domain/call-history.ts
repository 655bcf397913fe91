import { isCheckable } from './decide-caller-check.ts';
import type { CallIntent } from './call-intent.ts';
import type { CallState } from './call-states.ts';

/** A call as it is told to the person whom it reached. */
export interface PastCall {
  /** Milliseconds since the epoch: when it was declared; of one that was declared late, when it was. */
  readonly at: number;
  /** The number that rang, E.164; absent of a call that was declared late, for that came from the shipper's own telephone. */
  readonly number?: string;
  /** Whether it can be going on still. */
  readonly live: boolean;
}

const TAKEN_BACK: ReadonlySet<CallState> = new Set(['cancelled', 'revoked']);

const RANG: ReadonlySet<CallState> = new Set(['ringing', 'answered', 'ended']);

const ranToItsEnd = ({ state, endBy, endedAt }: CallIntent): boolean =>
  state === 'expired' && endedAt !== undefined && endedAt >= endBy;

/**
 * Declared calls that reached a person, the latest first, for whoever has shown that the number is theirs. Left out is what was
 * taken back, what never rang, and what may be going on by somebody who may not call any more (`mayCall`).
 */
export const pastCalls = (
  calls: readonly CallIntent[],
  mayCall: (call: CallIntent) => boolean,
  nowMilliseconds: number,
): readonly PastCall[] =>
  calls
    .filter((call) => {
      if (TAKEN_BACK.has(call.state)) return false;
      if (isCheckable(call, nowMilliseconds)) return mayCall(call);
      return RANG.has(call.state) || ranToItsEnd(call);
    })
    .map((call) => ({
      ...(call.declared === 'late' ? { at: call.endBy } : { at: call.createdAt, number: call.number }),
      live: call.endedAt === undefined && isCheckable(call, nowMilliseconds),
    }))
    .toSorted((a, b) => b.at - a.at);
