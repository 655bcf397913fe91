import { join } from 'node:path';

/** Where the blobs of the registry lie: sealed under keys that are in the store beside them. */
export const registryDirectory = (dataDirectory: string): string => join(dataDirectory, 'registry');
