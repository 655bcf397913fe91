import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins with further calls. */
const RUN_MILLISECONDS = 10_000;

/** A run of the sweeper of calls, and of what joins reports. What could not be done is said in a line of each, as the function of the cloud says it. */
export const callSweep =
  (
    { sweepCalls, joinReports }: Pick<BackgroundWork, 'sweepCalls' | 'joinReports'>,
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const swept = await sweepCalls({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (swept.failed > 0) log({ level: 'warn', finding: 'calls-swept', leftOver: true, ...swept });
    if (swept.open > 0) log({ level: 'warn', finding: 'call-lines-open', count: swept.open });
    const reports = await joinReports({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (reports.failed > 0) log({ level: 'warn', finding: 'reports-joined', leftOver: true, ...reports });
  };
