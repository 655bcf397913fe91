export { checkCapability, type CheckDependencies } from './checks.ts';
export { checkSpecs } from './http/check-specs.ts';
export type { CheckFindings, Companies, Shippers } from './usecases/check-ports.ts';
export { callProblems } from './http/problems.ts';
export { callRestoration } from './store/restoration.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
