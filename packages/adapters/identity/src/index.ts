export { httpIdentity, type HttpIdentityOptions, type IdentityAccount } from './http-identity.ts';
export { identityAccounts, type IdentityAccounts } from './identity-accounts.ts';
export {
  identitySimulator,
  type IdentitySimulator,
  type IdentitySimulatorOptions,
  type KnownPerson,
  type SourceBehaviour,
} from './identity-simulator.ts';
