export { BLOB_SUFFIX, fileBlobs } from './files/file-blobs.ts';
export { replaceWhole } from './files/whole-file.ts';
export { openSignerFile, readSecretFile } from './keys/index.ts';
