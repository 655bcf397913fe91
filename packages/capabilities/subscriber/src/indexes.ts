import { registryStores, type RegistryDependencies } from './registry.ts';
import { workIndexes } from './usecases/work-indexes.ts';

/** Wires what makes indexes that were begun, and deletes what they were before. */
export const registryIndexer = (dependencies: RegistryDependencies) =>
  workIndexes(registryStores(dependencies));
