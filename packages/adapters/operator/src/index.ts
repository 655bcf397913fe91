export { httpCallNetwork, type HttpCallNetworkOptions, type OperatorAccount } from './http-call-network.ts';
export { operatorAccounts } from './operator-accounts.ts';
export { operatorSimulator, type OperatorSimulator } from './operator-simulator.ts';
export type { Dialled, Handset, Rung } from './handset.ts';
export type { NetworkService, ServiceBehaviour } from './service-behaviour.ts';
export { httpSimVerification, type HttpSimVerificationOptions } from './http-sim-verification.ts';
export { simVerificationSimulator, type SimVerificationSimulator } from './sim-verification-simulator.ts';
