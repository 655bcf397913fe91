export { matches, type EventFilter } from './event-filter.ts';
export type { EventSource } from './event-source.ts';
export type { EventView } from './event-view.ts';
export { refusalBudget } from './refusal-budget.ts';
export { growLog, type Growth, type ReadEdge } from './log-growth.ts';
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
  verifyLog,
  type LogFault,
  type LogToVerify,
  type LogVerdict,
  type ReadLogFile,
} from './verify-log.ts';
