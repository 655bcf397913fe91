import { exists } from '../files/whole-file.ts';
import {
  boundFingerprint,
  openDataDirectory,
  refuseHalfRestored,
  runningStore,
} from '../data-directory/index.ts';
import { startStore } from '../store/index.ts';

/** A store by its address, for as long as somebody needs it. */
export interface StoreAddress {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/**
 * The store of a data directory, for a reader who needs no key: that of the server that runs on it, or else one of our
 * own, which holds the directory until `stop`. Throws where there are no data, where a restore has not ended, and, for a
 * reader who must be `alone`, where a server lives on the directory.
 */
export const storeToRead = async (
  directory: string,
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<StoreAddress> => {
  const endpoint = alone ? undefined : await runningStore(directory);
  await refuseHalfRestored(directory);
  if (endpoint !== undefined) return { endpoint, stop: async () => {} };

  const keyFingerprint = await boundFingerprint(directory);
  if (keyFingerprint === undefined) throw new Error(`There are no data in ${directory}.`);
  const { databaseFile, recordStore, release } = await openDataDirectory({ directory, keyFingerprint });
  try {
    if (!(await exists(databaseFile))) throw new Error(`There are no data in ${directory}.`);
    const store = await startStore({ databaseFile });
    await recordStore(store).catch(async (error: unknown) => {
      await store.stop();
      throw error;
    });
    return {
      endpoint: store.endpoint,
      stop: async () => {
        await store.stop();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
};
