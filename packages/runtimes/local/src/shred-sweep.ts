import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a sweep may take of its hour. */
const SWEEP_MILLISECONDS = 10 * 60_000;

/**
 * A sweep over the clocks of labels and parcels. Where an item could not be worked off, or the time was over, it says so
 * in one line, as the function of the cloud does; what a server that stops leaves over, the next start sees to.
 */
export const shredSweep =
  (
    shred: BackgroundWork['shredDue'],
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const done = await shred({ deadlineMilliseconds: clock.now() + SWEEP_MILLISECONDS, signal });
    if (done.failed > 0 || (done.remaining && !signal.aborted))
      log({ level: 'warn', finding: 'due-worked-off', leftOver: true, ...done });
  };
