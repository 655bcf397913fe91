export { registrySweeper, sweepCapability, type SweepDependencies } from './sweep.ts';
export { registryStores, subscriberRegistry, type RegistryDependencies } from './registry.ts';
export type { Found, IndexSearch } from './usecases/find-by-index.ts';
export type { Hit } from './usecases/open-candidates.ts';
export type { LaterMove } from './usecases/move-event.ts';
export type { MovedSubscription, WishedMove } from './usecases/move-subscription.ts';
export type { NewNumber, NewPerson, RegisteredPerson } from './usecases/new-person.ts';
export type { PersonReading, ShownPerson } from './usecases/read-person.ts';
