export { parcelProblems } from './http/problems.ts';
export { parcelRoutes, type ParcelUsecases } from './http/routes.ts';
export { parcelSpecs } from './http/specs.ts';
export { foreignReadStore } from './store/foreign-reads.ts';
export { parcelStore } from './store/parcel-store.ts';
export { shiftStore } from './store/shift-store.ts';
export { parcelCapability, type ParcelDependencies } from './capability.ts';
