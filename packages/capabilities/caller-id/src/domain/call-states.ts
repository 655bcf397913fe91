/** Where a declared call stands. */
export const CALL_STATES = [
  'created',
  'announced',
  'ringing',
  'answered',
  'ended',
  'expired',
  'cancelled',
  'revoked',
] as const;

export type CallState = (typeof CALL_STATES)[number];

/** From where to where a declared call may move. What is left out is refused, and refused again by the store's condition. */
export const CALL_MOVES: Readonly<Record<CallState, readonly CallState[]>> = {
  created: ['announced', 'ringing', 'answered', 'ended', 'expired', 'cancelled', 'revoked'],
  announced: ['ringing', 'answered', 'ended', 'expired', 'cancelled', 'revoked'],
  ringing: ['answered', 'ended', 'expired', 'cancelled', 'revoked'],
  answered: ['ended', 'expired', 'revoked'],
  ended: [],
  expired: [],
  cancelled: [],
  revoked: [],
};

/** States of a call that is to come or under way: one at a time for each shipper, and for each number and recipient. */
export const LIVE_STATES: readonly CallState[] = ['created', 'announced', 'ringing', 'answered'];

/** Whether a declared call may move so. */
export const mayMove = (from: CallState, to: CallState): boolean => CALL_MOVES[from].includes(to);
