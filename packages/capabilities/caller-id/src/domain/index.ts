export {
  CHECKABLE_AFTER_END_MILLISECONDS,
  dueAtOf,
  isOverdue,
  type CallIntent,
  type Read,
} from './call-intent.ts';
export { CALL_MODES, type CallMode, type DeclaredWhen } from './call-modes.ts';
export {
  callHistoryDays,
  callTimes,
  callingHours,
  callsPerParcelAndDay,
  retiredNumberDays,
  type CallTimes,
} from './call-policies.ts';
export {
  lastFourProof,
  ownNumberProof,
  proofsOf,
  recipientHash,
  spokenHash,
  waybillProof,
} from './call-proofs.ts';
export { CALL_MOVES, CALL_STATES, LIVE_STATES, mayMove, type CallState } from './call-states.ts';
export type { Announcement, Binding, CallNetwork, Msisdn, NetworkVerdict, RingBack } from './networks.ts';
export { NUMBER_STATES, type NumberNames, type NumberState, type PoolNumber } from './pool-number.ts';
