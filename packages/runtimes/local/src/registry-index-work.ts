import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further pages. */
const RUN_MILLISECONDS = 50_000;

/**
 * A run of what makes the registry's indexes. That one is outgrown is said in one line, as the function of the cloud says it; a fault goes on
 * as one, after the indexes of others were seen to.
 */
export const registryIndexWork =
  (
    work: BackgroundWork['workIndexes'],
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const end = clock.now() + RUN_MILLISECONDS;
    const { faults, outgrown } = await work({ isOver: () => signal.aborted || clock.now() >= end });
    if (outgrown > 0) log({ level: 'warn', finding: 'index-outgrown', count: outgrown });
    if (faults.length > 0) throw faults[0];
  };
