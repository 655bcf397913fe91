import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further parts. */
const RUN_MILLISECONDS = 50_000;

/** A run of the worker of sweeps. A fault goes on as one, after the sweeps of others were seen to. */
export const registrySweep =
  (work: BackgroundWork['sweepRegistry'], clock: Clock) =>
  async (signal: AbortSignal): Promise<void> => {
    const end = clock.now() + RUN_MILLISECONDS;
    const { faults } = await work(() => signal.aborted || clock.now() >= end);
    if (faults.length > 0) throw faults[0];
  };
