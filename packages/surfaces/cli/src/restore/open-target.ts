import {
  keyFingerprintOf,
  openTable,
  readConfiguration,
  storeToRestore,
  type Variables,
} from '@temkin/local/backup';
import { countText } from '../amounts.ts';
import type { Manifest } from '../format/manifest.ts';
import { storeAt, storeName, type OpenStore, type StoreChoice } from '../open-store.ts';

/** A store that a backup is restored into. */
export interface Target extends OpenStore {
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

/** Opens the store that is to be filled: a new data directory, or tables, made where an emulator lacks them. */
export const openTarget = async (
  choice: StoreChoice,
  { restoring, keyFingerprint }: { readonly restoring: string; readonly keyFingerprint: string },
): Promise<Target> => {
  if (choice.kind === 'directory') {
    const { endpoint, complete, stop } = await storeToRestore({
      directory: choice.directory,
      keyFingerprint,
      restoring,
    });
    return { ...storeAt({ endpoint }, stop), complete };
  }
  if (choice.kind === 'endpoint') await openTable(choice.endpoint);
  return { ...storeAt(choice), complete: async () => {} };
};

/** Said where a store is not empty. */
export const notEmpty = (choice: StoreChoice, foreign: number): Error =>
  new Error(
    `Already in ${storeName(choice)}: ${countText(foreign, 'item')} that this restore would not put there. ` +
      'Name an empty store. Nothing was changed.',
  );
