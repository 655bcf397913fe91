export { matches, type EventFilter } from './event-filter.ts';
export type { EventPosition, EventsAbout, EventSource, FoundEvent, LookedAt } from './event-source.ts';
export type { EventView } from './event-view.ts';
export { DENIED_AFTER_MILLISECONDS } from './outbox-age.ts';
export { refusalBudget } from './refusal-budget.ts';
export { growLog, type Growth, type ReadEdge } from './log-growth.ts';
export { NEW_CURSOR, type IndexCursor } from './index-cursor.ts';
export { monthOf, monthsBetween } from './months.ts';
export { isNamedIn, namesIn, type NamedRole } from './names-in.ts';
export type { LogHead, LogName } from './log-head.ts';
export {
  checkpointAt,
  checkpointBlob,
  isForGood,
  stageBlob,
  stagePrefix,
  stageVersion,
  tileBlob,
} from './log-layout.ts';
export { fromStageBytes, toStageBytes, type Stage } from './stage.ts';
export {
  continuedBy,
  endOf,
  sizeOfTile,
  stagedEntries,
  tileOfBlob,
  type Stretch,
} from './surviving-entries.ts';
export {
  verifyLog,
  type LogFault,
  type LogToVerify,
  type LogVerdict,
  type ReadLogFile,
} from './verify-log.ts';
export type { Witness, WitnessAnswer } from './witness.ts';
