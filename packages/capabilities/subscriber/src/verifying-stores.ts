import { registryStores, type RegistryDependencies } from './registry.ts';
import { findings } from './store/findings.ts';
import { verifications } from './store/verifications.ts';
import type { VerifyingRegistry } from './usecases/registry.ts';

/** The stores of who verifies holders or erases them: of the registry, and of verifications. */
export const verifyingStores = (dependencies: RegistryDependencies): VerifyingRegistry => ({
  ...registryStores(dependencies),
  foundOf: (tenant, of) => findings(dependencies.table).of(tenant, of),
  verifications: verifications(dependencies),
});
