import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further rows. */
const RUN_MILLISECONDS = 50_000;

/**
 * A run of what works imports of the registry off. That one failed is said in one line, as the function of the cloud says it; a fault
 * goes on as one, after all other imports were seen to.
 */
export const importWork =
  (
    work: BackgroundWork['workImports'],
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const { faults, ...worked } = await work({
      deadlineMilliseconds: clock.now() + RUN_MILLISECONDS,
      signal,
    });
    if (worked.failed > 0) log({ level: 'warn', finding: 'imports-worked-off', ...worked });
    if (faults.length > 0) throw faults[0];
  };
