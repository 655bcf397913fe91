import { chmod, readdir, stat } from 'node:fs/promises';
import { codeOf } from '../files/whole-file.ts';

/** Permission bits that let the group or everybody in. The store makes its files readable; the directory is the fence. */
const NOT_OWNER = 0o077;

const OWNER_ONLY = 0o700;

const close = async (directory: string): Promise<boolean> => {
  try {
    await chmod(directory, OWNER_ONLY);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EPERM') return false;
    throw error;
  }
};

/**
 * Closes a directory to all but its owner where it is empty or holds our data already, recognized by the name of one of
 * our files. Refuses one that others may enter and that holds something else (`/tmp`, a home): it is not ours to close.
 * So too one that belongs to somebody else.
 */
export const makePrivate = async (directory: string, ourFile: string): Promise<void> => {
  // Windows has no such bits.
  if (process.platform === 'win32' || ((await stat(directory)).mode & NOT_OWNER) === 0) return;
  const names = await readdir(directory);
  const ours = names.length === 0 || names.includes(ourFile);
  if (!(ours && (await close(directory))))
    throw new Error(
      `${directory} can be entered by others on this machine: run chmod 700 '${directory}', ` +
        'or name an empty directory with TEMKIN_DATA_DIR',
    );
};
