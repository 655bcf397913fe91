import { systemRandom } from '@temkin/kernel';
import { endRestore, openDataDirectory, seededFile } from '../data-directory/index.ts';
import { createWhole, exists } from '../files/whole-file.ts';
import { openRootKeyFile } from '../keys/index.ts';
import { openTable } from '../open-table.ts';
import { startStore } from '../store/index.ts';
import type { StoreAddress } from './store-to-read.ts';

/** The fingerprint of the root key in a file. Throws where there is none: a new key would open nothing of a backup. */
export const keyFingerprintOf = async (keyFile: string): Promise<string> => {
  if (!(await exists(keyFile)))
    throw new Error(
      `There is no root key at ${keyFile}: bring back that file first, or name it with TEMKIN_KEY_FILE. ` +
        'Nothing was changed.',
    );
  return (await openRootKeyFile(keyFile, systemRandom)).fingerprint;
};

/** A store that is being filled. */
export interface StoreToRestore extends StoreAddress {
  /** Declares the directory whole: from now on a server may be started on it. Call it before `stop`. */
  readonly complete: () => Promise<void>;
}

/**
 * The store of a new data directory, with its tables, for the restore of a backup. Until `complete` no server starts on
 * the directory, whenever this process is killed; the same restore finds it again and goes on. Throws where the directory
 * holds anything else.
 */
export const storeToRestore = async (options: {
  readonly directory: string;
  readonly keyFingerprint: string;
  readonly restoring: string;
}): Promise<StoreToRestore> => {
  const { path, databaseFile, recordStore, release } = await openDataDirectory(options);
  const steps: (() => Promise<void>)[] = [release];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).toReversed()) await step();
  };
  try {
    const store = await startStore({ databaseFile });
    steps.push(store.stop);
    await recordStore(store);
    await openTable(store.endpoint);
    return {
      endpoint: store.endpoint,
      complete: async () => {
        // The demo belongs to new installations.
        await createWhole(seededFile(path), '');
        await endRestore(path);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
