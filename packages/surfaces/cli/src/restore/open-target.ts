import {
  claimTable,
  endTableRestore,
  keyFingerprintOf,
  openTable,
  readConfiguration,
  storeToRestore,
  type TableRestore,
  type Variables,
} from '@temkin/local/backup';
import { countText } from '../amounts.ts';
import type { Manifest } from '../format/manifest.ts';
import { storeAt, storeName, type OpenStore, type StoreChoice } from '../open-store.ts';

/** A store that a backup is restored into. */
export interface Target extends OpenStore {
  /**
   * Declares that it is being filled, before the first write: until `complete` nothing else is begun on it. `refuseForeign`
   * throws where it is not empty; it is asked again where somebody else could have come meanwhile.
   */
  readonly begin: (refuseForeign: () => Promise<void>) => Promise<void>;
  /** Declares it whole. */
  readonly complete: () => Promise<void>;
}

/**
 * Makes sure that what comes back can be opened: data that were sealed under a key file want that very file, and data of
 * a key service want AWS. Answers the file's fingerprint where there is one.
 */
export const fittingKey = async (
  choice: StoreChoice,
  { id, rootKeyFingerprint }: Manifest,
  environment: Variables,
): Promise<string> => {
  if (choice.kind === 'tables') {
    if (rootKeyFingerprint === undefined) return '';
    throw new Error(
      `Backup ${id} was made under a key file: nothing in AWS could open it. Nothing was changed.`,
    );
  }
  const { keyFile } = readConfiguration({
    ...environment,
    ...(choice.kind === 'directory' && { TEMKIN_DATA_DIR: choice.directory }),
  });
  if (rootKeyFingerprint === undefined)
    throw new Error(`Backup ${id} was made under keys in AWS: no key file opens it. Nothing was changed.`);
  const fingerprint = await keyFingerprintOf(keyFile);
  if (fingerprint !== rootKeyFingerprint)
    throw new Error(
      `Backup ${id} belongs to another root key than ${keyFile}. Name its own with TEMKIN_KEY_FILE. ` +
        'Nothing was changed.',
    );
  return fingerprint;
};

/** A data directory is locked and marked before it is opened. */
const beginAlone: Target['begin'] = (refuseForeign) => refuseForeign();

/** Tables that others may open at the same time: the restore's own mark keeps them out. */
const markedTarget = (store: OpenStore, restore: TableRestore, name: string): Target => ({
  ...store,
  begin: async (refuseForeign) => {
    await refuseForeign();
    const claim = await claimTable(store.table, restore, name);
    if (claim === 'resumed') return;
    try {
      await refuseForeign();
    } catch (error) {
      await endTableRestore(store.table);
      throw error;
    }
  },
  complete: () => endTableRestore(store.table),
});

/** Opens the store that is to be filled: a new data directory, or tables, made where an emulator lacks them. */
export const openTarget = async (
  choice: StoreChoice,
  { restore, keyFingerprint }: { readonly restore: TableRestore; readonly keyFingerprint: string },
): Promise<Target> => {
  if (choice.kind === 'directory') {
    const { endpoint, complete, stop } = await storeToRestore({
      directory: choice.directory,
      keyFingerprint,
      restoring: restore.backup,
    });
    return { ...(await storeAt({ endpoint }, stop)), begin: beginAlone, complete };
  }
  const store = await storeAt(choice);
  try {
    if (choice.kind === 'endpoint') await openTable(choice.endpoint);
    return markedTarget(store, restore, storeName(choice));
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Said where a store is not empty. */
export const notEmpty = (choice: StoreChoice, foreign: number): Error =>
  new Error(
    `Already in ${storeName(choice)}: ${countText(foreign, 'item')} that this restore would not put there. ` +
      'Name an empty store. Nothing was changed.',
  );
