import type { ReliedOn } from '@temkin/kernel';
import type { CallMode, DeclaredWhen } from './call-modes.ts';
import { LIVE_STATES, type CallState } from './call-states.ts';

/** A record as read, with the version that a decision may rely on. */
export type Read<Entity> = Entity & { readonly reliedOn: ReliedOn };

/** A call that a shipper has declared. Instants are milliseconds since the epoch. */
export interface CallIntent {
  /** UUIDv4, random: it is the PASSporT's `origid` and crosses other networks. */
  readonly intentId: string;
  readonly state: CallState;
  readonly mode: CallMode;
  readonly declared: DeclaredWhen;
  /**
   * The number of our pool that the recipient sees, E.164. Of a call that was declared late, the one whose names it goes by:
   * it was made from another, and no proof leads to it by this one.
   */
  readonly number: string;
  /** Staff member. */
  readonly shipper: string;
  readonly shiftId: string;
  readonly parcelId: string;
  /** The device that signed the declaration, where one did. */
  readonly deviceId?: string;
  /** The tenant key (purpose `call`) of all hashes of this call. */
  readonly hashKeyId: string;
  /** Keyed hash of the recipient's number. */
  readonly recipientHash: string;
  /** Keyed hash of this call and the code that the shipper speaks: right until the call can be checked no more. */
  readonly spokenHash: Uint8Array;
  readonly createdAt: number;
  /** By when it must ring. */
  readonly ringBy: number;
  /** By when it is over, whatever anybody reports. */
  readonly endBy: number;
  /** Since when it is over; there in the states that are no more live, and only in them. */
  readonly endedAt?: number;
  /** When it is to be looked at next: it should ring, it should end, its key has to die. */
  readonly dueAt: number;
  /** How often it was signed for a network. */
  readonly signatures: number;
  /**
   * What holds the line open in the operator's network: a binding, a ring-back, or both with a space between, by the network's own
   * names of them.
   */
  readonly lineId?: string;
  readonly eventId: string;
  readonly version: number;
}

/** By when an intent can be checked no more: it ended, or was to end, this long ago. Source: design, caller-id.md §4.3. */
export const CHECKABLE_AFTER_END_MILLISECONDS = 15 * 60_000;

/**
 * Until when the recipient of a call that is over can call back, and its key lives. A call that nobody was rung by has no such
 * time: its key dies with it.
 */
export const callBackUntil = (
  { state, endBy, endedAt }: Pick<CallIntent, 'state' | 'endBy'> & { readonly endedAt: number },
  callBackMinutes: number,
): number =>
  state === 'ended' || (state === 'expired' && endedAt >= endBy)
    ? endedAt + callBackMinutes * 60_000
    : endedAt;

const hasToRing = (state: CallState): boolean => state === 'created' || state === 'announced';

/** When somebody has to look at a call next: it should ring, it should end, its key has to die. */
export const dueAtOf = (
  { state, ringBy, endBy, endedAt }: Pick<CallIntent, 'state' | 'ringBy' | 'endBy' | 'endedAt'>,
  callBackMinutes: number,
): number => {
  if (endedAt !== undefined) return callBackUntil({ state, endBy, endedAt }, callBackMinutes);
  return hasToRing(state) ? ringBy : endBy;
};

/**
 * What time does to a live call: it expires where it does not ring in time, and ends at its hard end. Both happen at their instant,
 * however late somebody notes it: a call that expires at its hard end or later reads as one that was made.
 */
export const timelyEnd = ({
  state,
  ringBy,
  endBy,
}: Pick<CallIntent, 'state' | 'ringBy' | 'endBy'>): {
  readonly to: 'expired' | 'ended';
  readonly at: number;
} => (hasToRing(state) ? { to: 'expired', at: Math.min(ringBy, endBy) } : { to: 'ended', at: endBy });

/** Whether a live call is over because nothing happened: it did not ring in time, or went on for too long. */
export const isOverdue = (
  intent: Pick<CallIntent, 'state' | 'ringBy' | 'endBy'>,
  nowMilliseconds: number,
): boolean => LIVE_STATES.includes(intent.state) && nowMilliseconds >= timelyEnd(intent).at;
