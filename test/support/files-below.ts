import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file in a directory and in those below it, by its path. */
export const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};
