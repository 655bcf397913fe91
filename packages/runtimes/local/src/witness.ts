export { fileBlobs } from './files/file-blobs.ts';
export { openSignerFile, readSecretFile } from './keys/index.ts';
