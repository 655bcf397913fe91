import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, createWhole, exists } from '../files/whole-file.ts';
import { directoryPlace, otherKey } from '../keys/index.ts';

/** Stands in every data directory from its first opening on. */
export const KEY_FINGERPRINT_FILE = 'key-fingerprint';

/** Whether a data directory has its root key already. */
export const isBound = (directory: string): Promise<boolean> => exists(join(directory, KEY_FINGERPRINT_FILE));

/** The fingerprint of the root key that a data directory belongs to; undefined where it has none yet. */
export const boundFingerprint = async (directory: string): Promise<string | undefined> => {
  const text = await readFile(join(directory, KEY_FINGERPRINT_FILE), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  return text?.trim();
};

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
  if ((await boundFingerprint(directory)) !== keyFingerprint) throw otherKey(directoryPlace(directory));
};
