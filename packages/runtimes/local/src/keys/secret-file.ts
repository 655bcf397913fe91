import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, createWhole } from '../files/whole-file.ts';

/** Permission bits that let the group or everybody in. */
const NOT_OWNER = 0o077;

/** The text of a file that holds a secret; undefined where there is none. Refuses as `openSecretFile` does. */
export const readSecretFile = async (path: string): Promise<string | undefined> => {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const about = await handle.stat();
    if (!about.isFile()) throw new Error(`${path} is not a file: move it away, or name another file`);
    // Windows has no such bits.
    if (process.platform !== 'win32' && (about.mode & NOT_OWNER) !== 0)
      throw new Error(`${path} is a secret that others on this machine can read: run chmod 600 '${path}'`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};

/**
 * The text of a file that holds a secret; where there is none, `make`'s text is put there first. Of several processes
 * that start at once, one makes the file and all read it. Refuses what is no file, and a file that anybody but its owner
 * may read or write.
 */
export const openSecretFile = async (path: string, make: () => string): Promise<string> => {
  const found = await readSecretFile(path);
  if (found !== undefined) return found;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await createWhole(path, make());
  const made = await readSecretFile(path);
  if (made === undefined) throw new Error(`${path} was removed while it was being read`);
  return made;
};
