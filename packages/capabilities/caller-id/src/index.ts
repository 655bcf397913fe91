export { callProblems } from './http/problems.ts';
export { callRestoration } from './store/restoration.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
export { doorCheckCapability, staffOwners, type DoorCheckDependencies } from './door-checks.ts';
export { accountSpecs } from './http/account-specs.ts';
export { badgeSpecs } from './http/badge-specs.ts';
export { doorCheckSpecs } from './http/door-check-specs.ts';
export { staffNumberSpecs } from './http/staff-number-specs.ts';
export { registerCapability, shipperLines, type RegisterDependencies } from './registers.ts';
