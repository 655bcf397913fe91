export { knownLogs, type KnownLogs } from './domain/known-logs.ts';
export { witnessApplication, type WitnessApplication } from './http/application.ts';
export { witnessedLogs } from './store/witnessed-logs.ts';
export { addCheckpoint } from './usecases/add-checkpoint.ts';
