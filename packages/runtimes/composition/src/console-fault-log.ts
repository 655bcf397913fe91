import type { FaultLog } from '@temkin/http';
import { logLine } from './log-line.ts';

/**
 * Writes faults to standard error as one JSON line each: the route's template, our own correlator and where in the code it
 * happened. An error's message may quote what was sent and is left out.
 */
export const consoleFaultLog: FaultLog = {
  fault: ({ route, correlator, error }) => {
    const { name, stack } = error instanceof Error ? error : { name: 'unknown', stack: undefined };
    const at = stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim());
    logLine({ level: 'error', finding: 'fault', route, correlator, error: name, at }, process.stderr);
  },
};
