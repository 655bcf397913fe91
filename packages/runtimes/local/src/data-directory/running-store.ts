import { lastLock } from './lock.ts';
import { lives } from './process-identity.ts';

/** Where the store of the server that runs on a data directory listens; undefined where none runs, or on another's store. */
export const runningStore = async (directory: string): Promise<string | undefined> => {
  const lock = await lastLock(directory);
  if (lock?.store?.endpoint === undefined) return undefined;
  return (await lives(lock.server)) && (await lives(lock.store)) ? lock.store.endpoint : undefined;
};
