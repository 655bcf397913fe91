import { StoreUnavailable } from '@temkin/kernel';
import { mkdir, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { acquireLock, lockFile } from '../data-directory/lock.ts';
import { identityOf, lives } from '../data-directory/process-identity.ts';

/** How often a lock is asked for that another process holds, and the pause in between, in milliseconds. */
const TRIES = 500;
const PAUSE = 10;

const acquire = async (directory: string): Promise<boolean> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const self = await identityOf(process.pid);
  if (self === undefined) throw new Error('this system does not tell when a process was started');
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { outcome } = await acquireLock(directory, self, lives);
    if (outcome === 'acquired') return true;
    await setTimeout(PAUSE);
  }
  return false;
};

const take = async (directory: string): Promise<void> => {
  const acquired = await acquire(directory).catch((cause: unknown) => {
    throw new StoreUnavailable(`${lockFile(directory)} cannot be taken`, { cause });
  });
  if (!acquired) throw new StoreUnavailable(`${lockFile(directory)} is held by another process`);
};

/**
 * Lets pieces of work run one after another, in this process and, by a lock file in the directory, beside the others of
 * this machine; the lock of a process that was killed is taken over. Throws `StoreUnavailable` before the work has begun
 * where the lock cannot be had within seconds. The directory is made where it is missing.
 */
export const oneAtATime = (directory: string): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve();

  const locked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await take(directory);
    try {
      return await work();
    } finally {
      await rm(lockFile(directory), { force: true });
    }
  };

  return (work) => {
    const turn = last.then(() => locked(work));
    last = turn.catch(() => undefined);
    return turn;
  };
};
