import { concatBytes } from '@temkin/kernel';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesText } from './amounts.ts';

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** The bytes of a file. Throws where it is larger than that, of whatever kind it is, before more of it is read. */
export const readBounded = async (file: string, limitBytes: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  // The last place that is read is the first one too many.
  const stream: AsyncIterable<Uint8Array> = createReadStream(file, { end: limitBytes });
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
  }
  if (length > limitBytes) throw new Error(`${file} is larger than ${bytesText(limitBytes)}.`);
  return concatBytes(...parts);
};

/** The bytes of a file; undefined where there is none. */
export const readIfThere = async (file: string, limitBytes: number): Promise<Uint8Array | undefined> => {
  try {
    return await readBounded(file, limitBytes);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};

/** Characters of a note and more, and lines of keys. */
const GIVEN_LIMIT_BYTES = 4_000_000;

/**
 * The text of a file that somebody hands over, as UTF-8: without the byte order mark and the carriage returns that an editor may
 * have put into it. No key and no note has them.
 */
export const readGiven = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readBounded(file, GIVEN_LIMIT_BYTES)).replaceAll('\r\n', '\n');

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

/** Removes a file below a directory, if it is there. */
export const removeBelow = (directory: string, path: string): Promise<void> =>
  rm(join(directory, path), { force: true });
