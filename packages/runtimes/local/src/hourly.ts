import type { FaultLog } from '@temkin/http';

const HOUR_MILLISECONDS = 3_600_000;

/** Work that comes back every hour. */
export interface Hourly {
  /** Lets a run that is under way finish; there is none after it. */
  readonly stop: () => Promise<void>;
}

/** Runs a sweep now and then every hour. One that fails is reported, and tried again an hour later. */
export const hourly = (name: string, sweep: () => Promise<unknown>, faultLog: FaultLog): Hourly => {
  const run = async (): Promise<void> => {
    try {
      await sweep();
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
      await running;
    },
  };
};
