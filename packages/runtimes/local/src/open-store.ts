import type { Table } from '@temkin/storage';
import type { DataDirectory } from './data-directory/index.ts';
import { directoryPlace, storePlace, type DataPlace } from './keys/index.ts';
import { openTable } from './open-table.ts';
import { startStore } from './store/index.ts';

/** A store with all its tables. */
export interface OpenStore {
  readonly table: Table;
  readonly place: DataPlace;
  /** Resolves when it has died; never where others run it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens a store that others run, and leaves it running. */
export const openExternalStore = async (endpoint: string): Promise<OpenStore> => ({
  table: await openTable(endpoint),
  place: storePlace(endpoint),
  ended: new Promise(() => {}),
  stop: async () => {},
});

/** Starts the embedded store on a data directory; it is on record there before anything else is asked of it. */
export const openOwnStore = async ({
  path,
  databaseFile,
  recordStore,
}: DataDirectory): Promise<OpenStore> => {
  const store = await startStore({ databaseFile });
  try {
    await recordStore(store);
    const table = await openTable(store.endpoint);
    return { table, place: directoryPlace(path), ended: store.ended, stop: store.stop };
  } catch (error) {
    await store.stop();
    throw error;
  }
};
