export { BLOB_SUFFIX, fileBlobs } from './files/file-blobs.ts';
export { openSignerFile, readSecretFile } from './keys/index.ts';
