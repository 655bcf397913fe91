export { callIntentSpecs } from './http/call-specs.ts';
export { numberSpecs } from './http/number-specs.ts';
export { callProblems } from './http/problems.ts';
export { callRestoration } from './store/restoration.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
export { poolNumbers } from './store/pool-numbers.ts';
export { provisionNumber } from './usecases/provision-number.ts';
export { callerIdCapability, type CallerIdDependencies } from './capability.ts';
export { noLines } from './no-lines.ts';
