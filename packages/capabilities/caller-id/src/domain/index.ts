export { CALL_MOVES, CALL_STATES, LIVE_STATES, mayMove, type CallState } from './call-states.ts';
export { CALL_MODES, type CallMode, type DeclaredWhen } from './call-modes.ts';
export { CHECKABLE_AFTER_END_MILLISECONDS, type CallIntent, type Read } from './call-intent.ts';
export {
  LINE_STATES,
  MAX_ANNOUNCEMENT_SECONDS,
  type Announcement,
  type AnnouncementVerdict,
  type Binding,
  type CallNetwork,
  type LineReport,
  type LineState,
  type Msisdn,
  type NetworkVerdict,
  type RingBack,
} from './networks.ts';
