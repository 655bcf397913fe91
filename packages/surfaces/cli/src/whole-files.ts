import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** The bytes of a file; undefined where there is none. */
export const readIfThere = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};

/** Writes a file below a directory, whole or not at all, making the directories that lead to it. */
export const writeBelow = async (
  directory: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> => {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.draft`, content);
  await rename(`${file}.draft`, file);
};
