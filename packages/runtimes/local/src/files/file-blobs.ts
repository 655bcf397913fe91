import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { checkBlobName, checkBlobPrefix, isBlobName, type Blobs, type StoredBlob } from '@temkin/storage';
import { createHash } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { durableDirectories } from './durable-directories.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { codeOf, createWhole, replaceWhole, syncDirectory } from './whole-file.ts';

/** Ends the name of every blob's file. No blob's name has a comma, so a directory or a draft is never taken for a blob. */
export const BLOB_SUFFIX = ',blob';

/** Holds the lock; for the same reason it is no blob's directory. */
const LOCK_DIRECTORY = ',lock';

const versionOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const reading = async <Result>(work: () => Promise<Result>, absent: Result): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (isAbsent(error)) return absent;
    throw new StoreUnavailable('the directory of the blobs cannot be read', { cause: error });
  }
};

const writing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw new OutcomeUnknown('a blob may have been written', { cause: error });
  }
};

const read = (file: string): Promise<StoredBlob | undefined> =>
  reading(async () => {
    const bytes = new Uint8Array(await readFile(file));
    return { bytes, version: versionOf(bytes) };
  }, undefined);

/** Whether there was a file to remove. */
const removed = (file: string): Promise<boolean> =>
  unlink(file).then(
    () => true,
    (error: unknown) => {
      if (isAbsent(error)) return false;
      throw error;
    },
  );

/**
 * The blob port over a directory that is made where it is missing, for its owner alone. A blob appears whole or not at all
 * and is on the disk once answered for, whenever the process is killed or the power fails. `putIfAbsent` is exclusive as
 * far as hard links are (any number of processes, on one machine or several). `putIfMatch` and `delete` are so among the
 * processes of one machine and container, which take turns by a lock file. The version is the SHA-256 of the bytes, so
 * one comes back with its bytes. The file system must tell upper from lower case.
 */
export const fileBlobs = (directory: string): Blobs => {
  const root = resolve(directory);
  const ensure = durableDirectories(root);
  const inTurn = oneAtATime(join(root, LOCK_DIRECTORY));

  const fileOf = (name: string): string => join(root, checkBlobName(name) + BLOB_SUFFIX);

  /** Names of blobs within a directory, and of directories with a `/` behind them: as bytes, so they sort as whole names do. */
  const entriesOf = (path: string): Promise<readonly string[]> =>
    reading(async () => {
      const entries = await readdir(join(root, path), { withFileTypes: true });
      const blobs = entries.filter((entry) => entry.isFile() && entry.name.endsWith(BLOB_SUFFIX));
      const directories = entries.filter((entry) => entry.isDirectory() && isBlobName(entry.name));
      return [
        ...blobs.map((entry) => entry.name.slice(0, -BLOB_SUFFIX.length)).filter(isBlobName),
        ...directories.map((entry) => `${entry.name}/`),
      ].toSorted();
    }, []);

  async function* walk(path: string, prefix: string): AsyncIterable<string> {
    for (const entry of await entriesOf(path)) {
      const name = path + entry;
      if (!entry.endsWith('/')) {
        if (name.startsWith(prefix)) yield name;
      } else if (name.startsWith(prefix) || prefix.startsWith(name)) yield* walk(name, prefix);
    }
  }

  return {
    get: async (name) => read(fileOf(name)),

    putIfAbsent: async (name, bytes) => {
      const file = fileOf(name);
      return writing(async () => {
        await ensure(dirname(file));
        return (await createWhole(file, bytes)) ? 'stored' : 'exists';
      });
    },

    putIfMatch: async (name, bytes, version) => {
      const file = fileOf(name);
      return inTurn(async () => {
        if ((await read(file))?.version !== version) return 'changed';
        await writing(() => replaceWhole(file, bytes));
        return 'stored';
      });
    },

    async *names(prefix) {
      yield* walk('', checkBlobPrefix(prefix));
    },

    delete: async (name) => {
      const file = fileOf(name);
      await inTurn(() =>
        writing(async () => {
          if (await removed(file)) await syncDirectory(dirname(file));
        }),
      );
    },
  };
};
