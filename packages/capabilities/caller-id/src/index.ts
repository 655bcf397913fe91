export { callProblems } from './http/problems.ts';
export { callReports, networkLines, type NetworkLineDependencies } from './lines.ts';
export { callIntents } from './store/call-intents.ts';
export { callKeys } from './store/call-keys.ts';
export { callRestoration } from './store/restoration.ts';
export { callSweeper, type SweeperDependencies } from './sweeper.ts';
export { CALL_ACTORS } from './usecases/own-actors.ts';
export type { CallsSwept } from './usecases/sweep-calls.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
