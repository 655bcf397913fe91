import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceWhole } from '../files/whole-file.ts';
import { bindKey, KEY_FINGERPRINT_FILE } from './bind-key.ts';
import { acquireLock, lockFile, type Lock } from './lock.ts';
import { makePrivate } from './make-private.ts';
import { endProcess, storesOn } from './orphaned-store.ts';
import { identityOf, lives } from './process-identity.ts';
import { claimForRestore, refuseHalfRestored } from './restore-marker.ts';

export interface DataDirectoryOptions {
  /** Made, with its parents, where it is missing. */
  readonly directory: string;
  /** Of the root key that everything in the directory is wrapped under. */
  readonly keyFingerprint: string;
  /** The backup that is about to be restored into the directory, which must be empty then or be this restore's already. */
  readonly restoring?: string;
}

/** A data directory that is this process's alone. */
export interface DataDirectory {
  /** Without links and detours. */
  readonly path: string;
  /** Where the embedded store keeps its database. */
  readonly databaseFile: string;
  /**
   * Notes the store's process, to be ended by the next server should this one be killed, and where it listens; none where
   * it has no id.
   */
  readonly recordStore: (store: { readonly pid?: number; readonly endpoint?: string }) => Promise<void>;
  /** Gives the directory free; to be called when the store has been stopped. */
  readonly release: () => Promise<void>;
}

const takeLock = async (directory: string): Promise<Lock> => {
  const self = await identityOf(process.pid);
  if (self === undefined) throw new Error('this system does not tell when a process was started');
  const verdict = await acquireLock(directory, self, lives);
  if (verdict.outcome === 'held')
    throw new Error(`${directory} is in use by the server with process id ${verdict.by.pid}: stop it first`);
  return verdict.lock;
};

/**
 * Opens a data directory for this process alone, until `release` or the process's end, by whatever hand, and closes it to
 * everybody but its owner. Refuses, with a sentence that says what to do, one that a living server uses (of this machine,
 * and of this container where there are containers), one that others may enter and that is not ours to close, one whose
 * data belong to another root key, and one that a restore has not finished with. A store that outlived a killed server is ended first.
 */
export const openDataDirectory = async ({
  directory: path,
  keyFingerprint,
  restoring,
}: DataDirectoryOptions): Promise<DataDirectory> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const directory = await realpath(path);
  await makePrivate(directory, KEY_FINGERPRINT_FILE);
  const databaseFile = join(directory, 'store.db');

  const { token, server, store: orphan } = await takeLock(directory);
  const record = (store?: Lock['store']): Promise<void> =>
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
    await (restoring === undefined
      ? refuseHalfRestored(directory)
      : claimForRestore(directory, databaseFile, restoring));
    await bindKey(directory, databaseFile, keyFingerprint);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    path: directory,
    databaseFile,
    recordStore: async ({ pid, endpoint }) => {
      const identity = pid === undefined ? undefined : await identityOf(pid);
      await record(identity && { ...identity, endpoint });
    },
    release,
  };
};
