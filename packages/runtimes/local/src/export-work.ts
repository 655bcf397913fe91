import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further parts. */
const RUN_MILLISECONDS = 50_000;

/** A run of what writes exports of the registry. A fault goes on as one, after all other exports were seen to. */
export const exportWork =
  (work: BackgroundWork['workExports'], clock: Clock) =>
  async (signal: AbortSignal): Promise<void> => {
    const { faults } = await work({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (faults.length > 0) throw faults[0];
  };
