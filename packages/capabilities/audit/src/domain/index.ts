export { matches, type EventFilter } from './event-filter.ts';
export { csvLine } from './event-csv.ts';
export { EVENT_FORMATS, isFormat, type FormatName } from './event-format.ts';
export type {
  EventPosition,
  EventsAbout,
  EventSource,
  FoundEvent,
  LogPlace,
  LookedAt,
} from './event-source.ts';
export type { EventView } from './event-view.ts';
export { listedEvent, type ListedEvent } from './listed-event.ts';
export {
  COUNTED_QUESTIONS,
  counter,
  isQuestion,
  SAVED_QUESTIONS,
  type Count,
  type CountedName,
  type QuestionName,
  type SavedQuestion,
} from './saved-questions.ts';
export { DENIED_AFTER_MILLISECONDS } from './outbox-age.ts';
export { refusalBudget } from './refusal-budget.ts';
export { growLog, type Growth, type ReadEdge } from './log-growth.ts';
export { NEW_CURSOR, type IndexCursor } from './index-cursor.ts';
export { followWriters, lateNumbers, type MadeMark } from './log-writers.ts';
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
export {
  followKeys,
  formatKeyStatement,
  statementIn,
  type KeyStatement,
  type SignedStatement,
} from './key-statement.ts';
export {
  readLineage,
  readOpening,
  readStatements,
  type LogToRead,
  type ReadLogFile,
} from './log-statements.ts';
export { fromStageBytes, toStageBytes, type Stage } from './stage.ts';
export {
  continuedBy,
  endOf,
  sizeOfTile,
  stagedEntries,
  tileOfBlob,
  type Stretch,
} from './surviving-entries.ts';
export { LOG_LIMIT_ENTRIES, demandReadable } from './log-limit.ts';
export type { ReplayedEntries } from './replay-log.ts';
export { verifyCheckpoint, type CheckpointVerdict } from './newest-checkpoint.ts';
export { remembering } from './remembering.ts';
export { verifyChain } from './verify-chain.ts';
export { verifyGrowth, type GrowthVerdict } from './verify-growth.ts';
export type { LogFault, LogRemedy, RefusedLog } from './log-fault.ts';
export { idleKey, type DemandedKeys } from './idle-key.ts';
export { isOwn, signingKeys } from './signing-keys.ts';
export type { OlderCheckpoint } from './older-checkpoints.ts';
export type { NamedCheckpoint } from './signed-checkpoint.ts';
export { verifyLog, type LogToVerify, type LogVerdict, type VerifiedLog } from './verify-log.ts';
export type { Witness, WitnessAnswer } from './witness.ts';
export { PSEUDONYM, yearsLookedIn } from './unmasking.ts';
export { writerGaps, type WriterGap, type WriterGaps } from './writer-gaps.ts';
export { writerMark, type WriterMark } from './writer-mark.ts';
export { countMissing, type MissingNumbers } from './writer-numbers.ts';
