import { mkdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceWhole } from '../files/whole-file.ts';
import { bindKey } from './bind-key.ts';
import { acquireLock, lockFile, type Lock } from './lock.ts';
import { endProcess, storesOn } from './orphaned-store.ts';
import { identityOf, lives, type ProcessIdentity } from './process-identity.ts';

export interface DataDirectoryOptions {
  /** Made, with its parents, where it is missing. */
  readonly directory: string;
  /** Of the root key that everything in the directory is wrapped under. */
  readonly keyFingerprint: string;
}

/** A data directory that is this process's alone. */
export interface DataDirectory {
  /** Where the embedded store keeps its database. */
  readonly databaseFile: string;
  /** Notes the store's process, to be ended by the next server should this one be killed; none where it has no id. */
  readonly recordStore: (store: { readonly pid?: number }) => Promise<void>;
  /** Gives the directory free; to be called when the store has been stopped. */
  readonly release: () => Promise<void>;
}

/** Permission bits that let the group or everybody in. The store makes its files readable; the directory is the fence. */
const NOT_OWNER = 0o077;

const refuseUnlessPrivate = async (directory: string): Promise<void> => {
  // Windows has no such bits.
  if (process.platform !== 'win32' && ((await stat(directory)).mode & NOT_OWNER) !== 0)
    throw new Error(
      `${directory} holds data that others on this machine could read: run chmod 700 '${directory}'`,
    );
};

const takeLock = async (directory: string): Promise<Lock> => {
  const self = await identityOf(process.pid);
  if (self === undefined) throw new Error('this system does not tell when a process was started');
  const verdict = await acquireLock(directory, self, lives);
  if (verdict.outcome === 'held')
    throw new Error(`${directory} is in use by the server with process id ${verdict.by.pid}: stop it first`);
  return verdict.lock;
};

/**
 * Opens a data directory for this process alone, until `release` or the process's end, by whatever hand. Refuses, with a
 * sentence that says what to do, one that a living server uses (of this machine, and of this container where there are
 * containers), one that others may enter, and one whose data belong to another root key. A store that outlived a killed
 * server is ended first.
 */
export const openDataDirectory = async ({
  directory: path,
  keyFingerprint,
}: DataDirectoryOptions): Promise<DataDirectory> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const directory = await realpath(path);
  await refuseUnlessPrivate(directory);
  const databaseFile = join(directory, 'store.db');

  const { token, server, store: orphan } = await takeLock(directory);
  const record = (store?: ProcessIdentity): Promise<void> =>
    replaceWhole(lockFile(directory), JSON.stringify({ token, server, store } satisfies Lock));
  let released = false;
  const release = async (): Promise<void> => {
    // Once only: by a second time the lock may be somebody else's.
    if (released) return;
    released = true;
    await rm(lockFile(directory), { force: true });
  };

  // Where an orphan cannot be ended the lock stays, since it names it.
  for (const store of [...(orphan === undefined ? [] : [orphan]), ...(await storesOn(databaseFile))])
    await endProcess(store);
  await record();
  try {
    await bindKey(directory, databaseFile, keyFingerprint);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    databaseFile,
    recordStore: async ({ pid }) => record(pid === undefined ? undefined : await identityOf(pid)),
    release,
  };
};
