import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repeated } from '../../packages/runtimes/local/src/repeated.ts';
import { shredSweep } from '../../packages/runtimes/local/src/shred-sweep.ts';

const HOUR = 3_600_000;

type Shred = Parameters<typeof shredSweep>[0];

describe('work that comes back', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is done at once and then in every interval, until it is stopped', async () => {
    const sweep = vi.fn<() => Promise<void>>(async () => undefined);
    const work = repeated('sweep', HOUR, sweep, { fault: () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    expect(sweep).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(sweep).toHaveBeenCalledTimes(4);
    await work.stop();
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(sweep).toHaveBeenCalledTimes(4);
  });

  it('is reported where it fails, and tried again in the next interval', async () => {
    const faults: string[] = [];
    const sweep = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('told to')));
    const work = repeated('sweep', HOUR, sweep, { fault: ({ route }) => void faults.push(route) });
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(faults).toEqual(['sweep', 'sweep']);
    await work.stop();
  });

  it('is told when it is to begin nothing more, and is waited for', async () => {
    let ended = false;
    const sweep = async (signal: AbortSignal): Promise<void> => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
      ended = true;
    };
    await repeated('sweep', HOUR, sweep, { fault: () => undefined }).stop();
    expect(ended).toBe(true);
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
    const work = repeated('sweep', HOUR, sweep, { fault: () => undefined });
    await vi.advanceTimersByTimeAsync(HOUR * 1.5);
    const stopped = work.stop();
    await vi.advanceTimersByTimeAsync(10 * HOUR);
    await stopped;
    // A run that was waiting for the first to end is not begun any more.
    expect([most, done]).toEqual([1, 1]);
  });
});

const lines = async (done: Awaited<ReturnType<Shred>>, signal = new AbortController().signal) => {
  const told: object[] = [];
  const asked: Parameters<Shred>[0][] = [];
  const shred: Shred = async (options) => {
    asked.push(options);
    return done;
  };
  await shredSweep(shred, { now: () => 1_000 }, (line) => void told.push(line))(signal);
  expect(asked).toEqual([{ deadlineMilliseconds: 601_000, signal }]);
  return told;
};

describe('the sweep over label keys', () => {
  it('says what is left over, and nothing where nothing is', async () => {
    for (const left of [
      { shredded: 1, ended: 0, failed: 2, remaining: false },
      { shredded: 0, ended: 0, failed: 0, remaining: true },
    ])
      expect(await lines(left)).toEqual([
        { level: 'warn', finding: 'due-worked-off', leftOver: true, ...left },
      ]);
    expect(await lines({ shredded: 3, ended: 0, failed: 0, remaining: false })).toEqual([]);
  });

  it('does not complain of what it was told to leave', async () => {
    expect(await lines({ shredded: 0, ended: 0, failed: 0, remaining: true }, AbortSignal.abort())).toEqual(
      [],
    );
  });
});
