import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWhole } from '../files/whole-file.ts';

/** Stands in every data directory from its first opening on. */
export const KEY_FINGERPRINT_FILE = 'key-fingerprint';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Whether a data directory has its root key already. */
export const isBound = (directory: string): Promise<boolean> => exists(join(directory, KEY_FINGERPRINT_FILE));

/**
 * Ties a data directory to its root key: writes the key's fingerprint where there are no data yet, and refuses a key of
 * another fingerprint, since nothing in the database would open with it. Changes nothing where it refuses.
 */
export const bindKey = async (
  directory: string,
  databaseFile: string,
  keyFingerprint: string,
): Promise<void> => {
  const file = join(directory, KEY_FINGERPRINT_FILE);
  if (!(await exists(file)) && (await exists(databaseFile)))
    throw new Error(
      `${directory} has a database but not the file ${KEY_FINGERPRINT_FILE} that names its root key: ` +
        'restore the whole directory from one backup. Nothing was changed.',
    );
  await createWhole(file, `${keyFingerprint}\n`);
  if ((await readFile(file, 'utf8')).trim() !== keyFingerprint)
    throw new Error(
      `The data in ${directory} belong to another root key. Name that key's file with TEMKIN_KEY_FILE, ` +
        'or an empty directory with TEMKIN_DATA_DIR. Nothing was changed.',
    );
};
