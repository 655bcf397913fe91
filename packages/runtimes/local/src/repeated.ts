import type { FaultLog } from '@temkin/http';

/** Work that comes back. */
export interface Repeated {
  /** Tells a run that is under way to come to its end, and waits for it; there is none after it. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a sweep now and then in every interval. One that fails is reported, and tried again in the next. Its signal is aborted
 * when it is to begin nothing more.
 */
export const repeated = (
  name: string,
  intervalMilliseconds: number,
  sweep: (signal: AbortSignal) => Promise<void>,
  faultLog: FaultLog,
): Repeated => {
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
  }, intervalMilliseconds);
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
