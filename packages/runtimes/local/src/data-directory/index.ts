export { isBound } from './bind-key.ts';
export { openDataDirectory, type DataDirectory, type DataDirectoryOptions } from './open-data-directory.ts';
