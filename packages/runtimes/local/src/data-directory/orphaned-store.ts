import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../files/whole-file.ts';
import { identityOf, lives, type ProcessIdentity } from './process-identity.ts';

const KILL_AFTER_MILLISECONDS = 3_000;
const GIVE_UP_AFTER_MILLISECONDS = 5_000;

const signal = (pid: number, name: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
};

/**
 * Ends this very process, and never another that has been given its id: SIGTERM, after three seconds SIGKILL. Throws
 * where it still lives after five.
 */
export const endProcess = async (target: ProcessIdentity): Promise<void> => {
  const startedAt = performance.now();
  let sent: 'SIGTERM' | 'SIGKILL' | undefined;
  while (await lives(target)) {
    const elapsed = performance.now() - startedAt;
    if (elapsed > GIVE_UP_AFTER_MILLISECONDS)
      throw new Error(`the store of a server that was killed, process ${target.pid}, does not end`);
    const due = elapsed > KILL_AFTER_MILLISECONDS ? 'SIGKILL' : 'SIGTERM';
    if (sent !== due) signal(target.pid, due);
    sent = due;
    await sleep(20);
  }
};

/**
 * The stores that were started on this database file, by their command lines; none where there is no `/proc`. It finds
 * the store of a server that was killed before it could record it.
 */
export const storesOn = async (databaseFile: string): Promise<readonly ProcessIdentity[]> => {
  const names = await readdir('/proc').catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
        return args.some((word, at) => word === '--db-path' && args[at + 1] === databaseFile)
          ? identityOf(Number(pid))
          : undefined;
      }),
  );
  return found.filter((store) => store !== undefined);
};
