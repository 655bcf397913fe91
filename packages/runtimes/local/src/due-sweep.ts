import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further numbers. */
const RUN_MILLISECONDS = 40_000;

/**
 * A run of what works off the registry's clocks, of what watches deadlines, and of what compares other systems with it. What could not be done is said in a line of
 * each, as the function of the cloud says it; what a server that stops leaves over, the next start sees to.
 */
export const dueSweep =
  (
    {
      registryDue: { workOff, reconcile },
      watchDeadlines,
    }: Pick<BackgroundWork, 'registryDue' | 'watchDeadlines'>,
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const done = await workOff({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (done.failed > 0) log({ level: 'warn', finding: 'registry-due-worked-off', leftOver: true, ...done });
    if (done.late > 0) log({ level: 'warn', finding: 'registry-late', count: done.late });
    const watched = await watchDeadlines({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (watched.failed > 0) log({ level: 'warn', finding: 'deadlines-watched', ...watched });
    const compared = await reconcile({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (compared.failed > 0) log({ level: 'warn', finding: 'systems-compared', ...compared });
    if (compared.differing > 0) log({ level: 'warn', finding: 'systems-differ', count: compared.differing });
  };
