export { keyFingerprintOf, storeToRestore, type StoreToRestore } from './backup-support/store-to-restore.ts';
export { storeToRead, type StoreAddress } from './backup-support/store-to-read.ts';
export { readConfiguration, type Configuration, type Variables } from './configuration.ts';
export { fileBlobs } from './files/file-blobs.ts';
export { boundKey, storePlace } from './keys/index.ts';
export { clientOptions, openTable } from './open-table.ts';
