export { openRootKeyFile, type RootKeyFile } from './file-root-key.ts';
export { openSignerFile } from './file-signer.ts';
