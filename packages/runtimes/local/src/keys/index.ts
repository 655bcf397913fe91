export { openRootKeyFile, type RootKeyFile } from './file-root-key.ts';
export { openSignerFile } from './file-signer.ts';
export { openSecretFile, readSecretFile } from './secret-file.ts';
export { bindLog } from './bind-log.ts';
export { bindTable, boundKey } from './bind-table.ts';
export { directoryPlace, lostKey, otherKey, storePlace, type DataPlace } from './key-refusals.ts';
export { openHandsetKeys, type HandsetKeys } from './handset-keys.ts';
