export { boundFingerprint, isBound } from './bind-key.ts';
export { openDataDirectory, type DataDirectory, type DataDirectoryOptions } from './open-data-directory.ts';
export { registryDirectory } from './registry-directory.ts';
export { endRestore, refuseHalfRestored } from './restore-marker.ts';
export { runningStore } from './running-store.ts';
export { seededFile } from './seeded-file.ts';
