import type { FaultLog } from '@temkin/http';

const HOUR_MILLISECONDS = 3_600_000;

/** Work that comes back every hour. */
export interface Hourly {
  /** Tells a run that is under way to come to its end, and waits for it; there is none after it. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a sweep now and then every hour. One that fails is reported, and tried again an hour later. Its signal is aborted
 * when it is to begin nothing more.
 */
export const hourly = (
  name: string,
  sweep: (signal: AbortSignal) => Promise<void>,
  faultLog: FaultLog,
): Hourly => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    try {
      await sweep(stopping.signal);
    } catch (error) {
      faultLog.fault({ route: name, correlator: 'sweep', error });
    }
  };
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, HOUR_MILLISECONDS);
  // Nothing but requests keeps the process alive.
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
};
