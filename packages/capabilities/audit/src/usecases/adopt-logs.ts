import type { Clock } from '@temkin/kernel';
import type { LogName } from '../domain/index.ts';
import { LogConflict } from '../store/log-files.ts';
import { logsBefore } from './logs-before.ts';
import { logSteps, type SequencerDependencies } from './log-steps.ts';
import { rollForward } from './roll-forward.ts';

/**
 * Adopts those logs of a company, of this year and the years before, that have outlived their heads, whether anything waits
 * for them or not: a log without a head is in no answer. A company is looked at until none is left that could be adopted, and
 * then not again by this process, for no head is lost under a running one. Returns what kept logs from being adopted or
 * published; that keeps no event from any other log. Throws where a company has no head and a log of it could not be looked for:
 * another would be opened as its first.
 */
export const adoptLogs = (dependencies: SequencerDependencies & { readonly clock: Clock }) => {
  const { heads, files, clock } = dependencies;
  const steps = logSteps(dependencies);
  const settled = new Set<string>();

  /** Whether there is nothing left to adopt, and what kept a checkpoint from being published. */
  const adopt = async (log: LogName): Promise<readonly unknown[]> => {
    const staged = await steps.adopt(log);
    if (staged === undefined) return [];
    await steps.store(staged);
    if ((await steps.commit(staged)) === 'lost') return [];
    return rollForward(steps, staged.head, staged.stage);
  };

  return async (tenant: string): Promise<readonly unknown[]> => {
    if (settled.has(tenant)) return [];
    const now = { tenant, year: String(new Date(clock.now()).getUTCFullYear()) };
    const known = new Set((await heads.all(tenant)).map(({ log }) => log.year));
    const headless = [now, ...logsBefore(now)].filter(({ year }) => !known.has(year));
    const faults: unknown[] = [];
    const unseen: unknown[] = [];
    await Promise.all(
      headless.map(async (log) => {
        try {
          if ((await files.newest(log)) !== undefined) faults.push(...(await adopt(log)));
        } catch (error) {
          faults.push(error);
          if (known.size === 0 && !(error instanceof LogConflict)) unseen.push(error);
        }
      }),
    );
    if (unseen.length > 0) throw unseen[0];
    if (faults.length === 0) settled.add(tenant);
    return faults;
  };
};
