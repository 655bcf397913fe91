export { ACTIONS, isAction, type Action } from './action.ts';
export type { Approvals, GrantedApproval, PendingApproval, TwoPersonRequest } from './approvals.ts';
export { denyingWhileStalled } from './denying-while-stalled.ts';
export { fromEntry, toEntry } from './entry.ts';
export {
  toOcsf,
  type EventDraft,
  type EventHead,
  type OcsfEvent,
  type Outcome,
  type WriterMark,
} from './event.ts';
export { logYear, OUTBOX_SHARDS, outboxKey, outboxPut, shardOf } from './outbox.ts';
export {
  recorder,
  type ActorPseudonyms,
  type Change,
  type Recorded,
  type Recorder,
  type RecorderDependencies,
} from './recorder.ts';
export { ringing } from './ringing.ts';
export { createWriter, type Writer } from './writer.ts';
