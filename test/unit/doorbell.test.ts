import { describe, expect, it } from 'vitest';
import { doorbell, type DoorbellOptions } from '../../packages/runtimes/local/src/doorbell.ts';

/** Lets everything run that waits for nothing but turns. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A doorbell whose work and waits end when the test says so. */
const bellOf = (options: Partial<DoorbellOptions> = {}) => {
  const worked: string[] = [];
  const waited: number[] = [];
  const faults: unknown[] = [];
  const bell = doorbell({
    name: 'sequencer',
    work: async (name) => {
      worked.push(name);
      return { more: false };
    },
    gatherMilliseconds: 100,
    patienceMilliseconds: 5_000,
    faultLog: { fault: ({ error }) => void faults.push(error) },
    wait: async (milliseconds) => {
      waited.push(milliseconds);
      await settled();
    },
    ...options,
  });
  return { bell, worked, waited, faults };
};

const quiet = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await settled();
};

describe('a doorbell', () => {
  it('gathers what comes together into one piece of work', async () => {
    const { bell, worked, waited } = bellOf();
    for (let ring = 0; ring < 5; ring++) bell.ring('ems');
    bell.ring('viettel');
    await quiet();
    expect(worked).toEqual(['ems', 'viettel']);
    expect(waited).toEqual([100, 100]);
  });

  it('hears a ring that comes while it works, and works for one name never twice at a time', async () => {
    let [atWork, most, times] = [0, 0, 0];
    const { bell } = bellOf({
      work: async () => {
        atWork += 1;
        most = Math.max(most, atWork);
        times += 1;
        if (times === 1) bell.ring('ems');
        await settled();
        atWork -= 1;
        return { more: false };
      },
    });
    bell.ring('ems');
    await quiet();
    expect([times, most]).toEqual([2, 1]);
  });

  it('goes on at once while there is more to do', async () => {
    let left = 3;
    const { bell, waited } = bellOf({ work: async () => ({ more: (left -= 1) > 0 }) });
    bell.ring('ems');
    await quiet();
    expect([left, waited]).toEqual([0, [100, 0, 0]]);
  });

  it('reports work that fails, and tries it again after a while', async () => {
    let attempts = 0;
    const { bell, waited, faults } = bellOf({
      work: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('the store is down');
        return { more: false };
      },
    });
    bell.ring('ems');
    await quiet();
    expect([attempts, faults.length, waited]).toEqual([2, 1, [100, 5_000]]);
  });

  it('is heard again after it was quiet', async () => {
    const { bell, worked } = bellOf();
    bell.ring('ems');
    await quiet();
    bell.ring('ems');
    await quiet();
    expect(worked).toEqual(['ems', 'ems']);
  });

  it('stops once what is under way has ended, however often that fails, and hears nothing after it', async () => {
    const { bell, worked } = bellOf({
      work: async (name) => {
        worked.push(name);
        throw new Error('down');
      },
    });
    bell.ring('ems');
    await quiet();
    await bell.stop();
    const before = worked.length;
    bell.ring('ems');
    await quiet();
    expect(before).toBeGreaterThan(0);
    expect(worked.length).toBe(before);
  });
});
