import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hourly } from '../../packages/runtimes/local/src/hourly.ts';

const HOUR = 3_600_000;

describe('work that comes back every hour', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is done at once and then every hour, until it is stopped', async () => {
    const sweep = vi.fn<() => Promise<void>>(async () => undefined);
    const work = hourly('sweep', sweep, { fault: () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    expect(sweep).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(sweep).toHaveBeenCalledTimes(4);
    await work.stop();
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(sweep).toHaveBeenCalledTimes(4);
  });

  it('is reported where it fails, and tried again an hour later', async () => {
    const faults: string[] = [];
    const sweep = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('told to')));
    const work = hourly('sweep', sweep, { fault: ({ route }) => void faults.push(route) });
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(faults).toEqual(['sweep', 'sweep']);
    await work.stop();
  });

  it('never runs twice at once, and lets a run finish before it has stopped', async () => {
    let [running, most, done] = [0, 0, 0];
    const sweep = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => {
        setTimeout(resolve, 2.5 * HOUR);
      });
      running -= 1;
      done += 1;
    };
    const work = hourly('sweep', sweep, { fault: () => undefined });
    await vi.advanceTimersByTimeAsync(HOUR * 1.5);
    const stopped = work.stop();
    await vi.advanceTimersByTimeAsync(10 * HOUR);
    await stopped;
    expect([most, done]).toEqual([1, 2]);
  });
});
