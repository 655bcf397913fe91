import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { LogFiles } from './small-log.ts';

/** Writes a log's files below a directory, which is made. */
export const writeLog = (files: LogFiles, directory: string): void => {
  for (const [path, bytes] of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
};

/** Reads a log's files as they lie below a directory. */
export const readLog = (directory: string): LogFiles =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(directory, file).split(sep).join('/'), new Uint8Array(readFileSync(file))]),
  );
