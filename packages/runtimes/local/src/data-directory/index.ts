export { openDataDirectory, type DataDirectory, type DataDirectoryOptions } from './open-data-directory.ts';
