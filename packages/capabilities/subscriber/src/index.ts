export { subscriberProblems } from './http/problems.ts';
export { registrySpecs } from './http/registry-specs.ts';
export { subscriptionSpecs } from './http/subscription-specs.ts';
export { subscriberCapability } from './subscribers.ts';
export { registryStores, subscriberRegistry, type RegistryDependencies } from './registry.ts';
export type { Found, IndexSearch } from './usecases/find-by-index.ts';
export type { Hit } from './usecases/open-candidates.ts';
export type { NewNumber, NewPerson, RegisteredPerson } from './usecases/new-person.ts';
export type { PersonReading, ShownPerson } from './usecases/read-person.ts';
