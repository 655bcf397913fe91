export { auditCapability, type AuditDependencies } from './capability.ts';
export { auditProblems } from './http/problems.ts';
export { auditRoutes, type AuditUsecases } from './http/routes.ts';
export { auditSpecs } from './http/specs.ts';
export { actorPseudonyms } from './store/actor-pseudonyms.ts';
export { countRefusal } from './store/refusal-counter.ts';
export { isForGood, type EventPosition, type EventSource } from './domain/index.ts';
export { logEvents } from './store/log-events.ts';
export { loggedEvent } from './store/logged-event.ts';
export { logIndex } from './store/log-index.ts';
export { followLogs, type Followed } from './usecases/follow-logs.ts';
export { followTenants, type TenantsFollowed } from './usecases/follow-tenants.ts';
export { refusalLog } from './usecases/log-refusals.ts';
export type { ParcelSubjects } from './usecases/ask-events.ts';
export { queryEvents } from './usecases/query-events.ts';
export { findUnrecordedChanges, type StoredChange } from './usecases/find-unrecorded-changes.ts';
export { proveEvent } from './usecases/prove-event.ts';
export { readEvent } from './usecases/read-event.ts';
export { logHeads, type LogHeadStore } from './store/log-heads.ts';
export { drainMarks, type DrainMarks } from './store/drain-marks.ts';
export { logTenants } from './store/log-tenants.ts';
export type { WaitingEvent } from './store/waiting-event.ts';
export { waitingEvents, type Taken, type WaitingEvents } from './store/waiting-events.ts';
export { LogConflict, logFiles, type LogFiles } from './store/log-files.ts';
export { readableLogs } from './store/readable-logs.ts';
export type { SequencerDependencies } from './usecases/log-steps.ts';
export { publishCheckpoint } from './usecases/publish-checkpoint.ts';
export { nextKey, openingEntry, type NextKey } from './usecases/key-entries.ts';
export type { LogSigner, LogSigners } from './usecases/log-signers.ts';
export { adoptLogs } from './usecases/adopt-logs.ts';
export { sequenceLogs, type Sequenced } from './usecases/sequence-logs.ts';
export {
  askWitnesses,
  type AskDependencies,
  type AskWitnesses,
  type Witnessing,
} from './usecases/ask-witnesses.ts';
export { restingWitness } from './usecases/resting-witness.ts';
export { witnessCheckpoint, type WitnessedCheckpoint } from './usecases/witness-checkpoint.ts';
export { witnessLogs } from './usecases/witness-logs.ts';
export { survivingLog, type SurvivingLog, type Survivors } from './usecases/surviving-log.ts';
export { logEntries, type KnownSize, type LogEntry } from './usecases/log-entries.ts';
export { markDrained } from './usecases/mark-drained.ts';
export { stalledLogs } from './usecases/stalled-logs.ts';
export { sequenceTenants, type TenantsSequenced } from './usecases/sequence-tenants.ts';
export { logRoutes, type LogUsecases } from './http/log-routes.ts';
export { logSpecs } from './http/log-specs.ts';
export { logKeys } from './usecases/log-keys.ts';
export { compareHead, type HeadVerdict } from './usecases/compare-head.ts';
export { knownSize } from './usecases/known-size.ts';
export { statedKeys } from './usecases/stated-keys.ts';
export { readLogFile } from './usecases/read-log-file.ts';
export { unmaskSpecs } from './http/unmask-specs.ts';
export { unmaskingCapability, type UnmaskingDependencies } from './unmasking.ts';
