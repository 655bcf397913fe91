export { httpProvisioning, type HttpProvisioningOptions } from './http-provisioning.ts';
export { httpReconciledSystems, type HttpReconciledSystemsOptions } from './http-reconciled-systems.ts';
export {
  provisioningSimulator,
  type NetworkBehaviour,
  type ProvisioningSimulator,
  type ProvisioningSimulatorOptions,
} from './provisioning-simulator.ts';
export { systemAccounts, type SystemAccount, type SystemAccounts } from './system-accounts.ts';
