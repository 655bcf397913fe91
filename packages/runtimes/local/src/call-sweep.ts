import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further calls. */
const RUN_MILLISECONDS = 10_000;

/** A run of the sweeper of calls. What could not be done is said in one line, as the function of the cloud says it. */
export const callSweep =
  (
    sweep: BackgroundWork['sweepCalls'],
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const swept = await sweep({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (swept.failed > 0) log({ level: 'warn', finding: 'calls-swept', leftOver: true, ...swept });
    if (swept.open > 0) log({ level: 'warn', finding: 'call-lines-open', count: swept.open });
  };
