import { concatBytes } from '@temkin/kernel';
import { parseTilePath } from '@temkin/tlog';
import type { ReadLogFile } from '@temkin/audit/domain';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './command.ts';

/** Milliseconds that a file of a log may take on a slow line. */
const LONGEST_ANSWER_MILLISECONDS = 60_000;

/** Larger than any bundle: 256 entries of 65,535 bytes and the lengths before them. */
const LARGEST_FILE_BYTES = 256 * 65_537;

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** A log that lies in a directory, as an export lays it out. */
const directoryLog =
  (directory: string): ReadLogFile =>
  async (path) => {
    try {
      return new Uint8Array(await readFile(join(directory, path)));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };

/** A log that is served below an address. */
const servedLog =
  (prefix: string, token: string | undefined): ReadLogFile =>
  async (path) => {
    const response = await fetch(`${prefix}/${path}`, {
      redirect: 'error',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(LONGEST_ANSWER_MILLISECONDS),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`The log answers ${response.status} for ${path}.`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      parts.push(part);
      length += part.length;
      if (length > LARGEST_FILE_BYTES) throw new Error(`The log's ${path} is too large to be part of a log.`);
    }
    return concatBytes(...parts);
  };

/**
 * Opens a log for reading: a directory, or the address below which its files are served (tlog-tiles). Only what a log
 * consists of is ever asked for.
 */
export const openLog = (place: string, token: string | undefined): ReadLogFile => {
  const isAddress = /^https?:\/\//.test(place);
  if (isAddress && !URL.canParse(place)) throw new UsageError('the address of the log is none');
  const read = isAddress ? servedLog(place.replace(/\/+$/, ''), token) : directoryLog(place);
  return async (path) => {
    if (path !== 'checkpoint' && parseTilePath(path) === undefined)
      throw new RangeError('this is no file of a log');
    return read(path);
  };
};
