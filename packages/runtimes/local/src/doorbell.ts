import type { FaultLog } from '@temkin/http';

/** Wakes work for one of many at a time. */
export interface Doorbell {
  /** Says that there is work for this one. Never waits, and never fails. */
  readonly ring: (name: string) => void;
  /** Lets what is under way come to its end; rings are not heard any more. */
  readonly stop: () => Promise<void>;
}

export interface DoorbellOptions {
  /** For the log of faults. */
  readonly name: string;
  /** Works for one of them; `more` where it is to be called again at once. */
  readonly work: (name: string) => Promise<{ readonly more: boolean }>;
  /** Between a ring and the work, so that what comes together is done together. */
  readonly gatherMilliseconds: number;
  /** After a fault, until the work is tried again. */
  readonly patienceMilliseconds: number;
  readonly faultLog: FaultLog;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * A doorbell in this process. Work for one name is never done twice at a time; a ring that comes while it is done is heard
 * after it. Work that fails is reported and tried again without another ring.
 */
export const doorbell = (options: DoorbellOptions): Doorbell => {
  const { name: place, work, gatherMilliseconds, patienceMilliseconds, faultLog, wait } = options;
  /** Who is being worked for, and whether there was another ring meanwhile. */
  const rung = new Map<string, { again: boolean }>();
  const running = new Set<Promise<void>>();
  const state = { stopped: false };

  const tryOnce = async (name: string): Promise<{ readonly more: boolean; readonly failed: boolean }> => {
    try {
      return { ...(await work(name)), failed: false };
    } catch (error) {
      faultLog.fault({ route: place, correlator: 'doorbell', error });
      return { more: true, failed: true };
    }
  };

  const serve = async (name: string, bell: { again: boolean }): Promise<void> => {
    await wait(gatherMilliseconds);
    while (!state.stopped) {
      bell.again = false;
      const { more, failed } = await tryOnce(name);
      if (!more && !bell.again) break;
      await wait(failed ? patienceMilliseconds : more ? 0 : gatherMilliseconds);
    }
    rung.delete(name);
  };

  return {
    ring: (name) => {
      if (state.stopped) return;
      const known = rung.get(name);
      if (known !== undefined) {
        known.again = true;
        return;
      }
      const bell = { again: false };
      rung.set(name, bell);
      const served = serve(name, bell);
      running.add(served);
      void served.finally(() => running.delete(served));
    },
    stop: async () => {
      state.stopped = true;
      await Promise.all(running);
    },
  };
};
