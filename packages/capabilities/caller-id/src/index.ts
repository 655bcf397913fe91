export { callProblems } from './http/problems.ts';
export { callRestoration } from './store/restoration.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
