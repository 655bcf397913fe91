export { keyFingerprintOf, storeToRestore, type StoreToRestore } from './backup-support/store-to-restore.ts';
export {
  claimTable,
  endTableRestore,
  isRestoreMark,
  refuseHalfRestoredTable,
  type TableRestore,
} from './backup-support/table-restore.ts';
export { storeToRead, type StoreAddress } from './backup-support/store-to-read.ts';
export { readConfiguration, type Configuration, type Variables } from './configuration.ts';
export { blobDrafts, type BlobDrafts } from './files/blob-drafts.ts';
export { registryDirectory } from './data-directory/index.ts';
export { fileBlobs } from './files/file-blobs.ts';
export { boundKey, storePlace } from './keys/index.ts';
export { clientOptions, openTable } from './open-table.ts';
