import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../files/whole-file.ts';

/** One process among all that ever had its id: ids are given out again, an id with a time of start is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Compared, never read: its form differs between platforms. */
  readonly startedAt: string;
}

/** Processes that have ended and that nobody has asked about yet (proc(5), ps(1)): they hold no file any more. */
const ENDED = /^[ZXx]/;

/** Field 22 of `/proc/<pid>/stat`, in clock ticks since boot; undefined for a process that has ended. */
export const startInStat = (stat: string): string | undefined => {
  // The name in field 2 may hold blanks and parentheses; field 3, the state, follows upon the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ENDED.test(fields[0] ?? '') ? undefined : fields[22 - 3];
};

/** The time of start in an answer of `ps -o stat=,lstart=`; undefined for a process that has ended. */
export const startInPs = (answer: string): string | undefined => {
  const [, state = 'X', start] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(answer) ?? [];
  return ENDED.test(state) ? undefined : start;
};

const startByProc = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  });
  const ticks = stat === undefined ? undefined : startInStat(stat);
  if (ticks === undefined) return undefined;
  // After the next boot the same id may be given at the same tick.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}/${ticks}`;
};

const startByPs = async (pid: number): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC0' },
    });
    return startInPs(stdout);
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new Error('the command ps is missing: without it processes cannot be told apart', {
        cause: error,
      });
    return undefined;
  }
};

/** The living process of this id; undefined where there is none, or only the remains of one. */
export const identityOf = async (pid: number): Promise<ProcessIdentity | undefined> => {
  const startedAt = await (process.platform === 'linux' ? startByProc(pid) : startByPs(pid));
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** Whether this very process lives. */
export const lives = async ({ pid, startedAt }: ProcessIdentity): Promise<boolean> =>
  (await identityOf(pid))?.startedAt === startedAt;
