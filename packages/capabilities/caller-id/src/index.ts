export { callProblems } from './http/problems.ts';
export { callRestoration } from './store/restoration.ts';
export type { CallContacts, CallLines, StaffNumbers } from './usecases/ports.ts';
export { signingSpecs } from './http/signing-specs.ts';
export { signingCapability, type SigningDependencies } from './signing.ts';
export { agreedProviders, type AgreedProvider } from './usecases/agreed-providers.ts';
export { pinnedClients, type PinnedClient } from './usecases/pinned-clients.ts';
export type { PinnedClients } from './usecases/signing-ports.ts';
