import { followTenants, logTenants, type Followed } from '@temkin/audit';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../support/memory-table.ts';

const NOW = 1_800_000_000_000;
const DONE: Followed = { entries: 0, foreign: 0, missing: 0, more: false };

/** A run over tenants whose followers answer this, in turn; each turn takes a second. */
const ground = (turns: Readonly<Record<string, readonly (Followed | Error)[]>> = {}) => {
  let now = NOW;
  const worked: string[] = [];
  const until: number[] = [];
  const left = new Map(Object.entries(turns).map(([tenant, given]) => [tenant, [...given]]));
  const tenants = logTenants(memoryTable());
  const run = followTenants({
    clock: { now: () => now },
    tenants,
    follow: async (tenant, untilMilliseconds) => {
      worked.push(tenant);
      until.push(untilMilliseconds - now);
      now += 1_000;
      const next = left.get(tenant)?.shift() ?? DONE;
      if (next instanceof Error) throw next;
      return next;
    },
  });
  return { run, tenants, worked, until };
};

describe('following the logs of tenants', () => {
  it('works for those who are rung for, and without a ring for everybody on the list', async () => {
    const { run, tenants, worked } = ground({ ems: [{ entries: 3, foreign: 1, missing: 2, more: false }] });
    await tenants.add('ems');
    await tenants.add('viettel');
    const done = await run({ rung: ['ems'], deadlineMilliseconds: NOW + 60_000 });
    expect(done).toEqual({ entries: 3, foreign: 1, missing: 2, faults: [], remaining: false });
    expect(worked).toEqual(['ems']);
    await run({ deadlineMilliseconds: NOW + 60_000 });
    expect(worked.toSorted()).toEqual(['ems', 'ems', 'viettel']);
  });

  it('gives each a turn of some seconds, the last one no longer than there is time, and says what remains', async () => {
    const more: Followed = { entries: 256, foreign: 0, missing: 0, more: true };
    const { run, worked, until } = ground({ ems: [more, more, more], viettel: [DONE] });
    const done = await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 3_000 });
    expect(worked).toEqual(['ems', 'viettel', 'ems']);
    expect(until).toEqual([3_000, 2_000, 1_000]);
    expect(done).toMatchObject({ entries: 512, remaining: true });

    const gap: Followed = { entries: 256, foreign: 0, missing: 4, more: true };
    const twice = ground({ ems: [gap, { ...gap, more: false }], viettel: [{ ...gap, more: false }] });
    expect(await twice.run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 60_000 })).toMatchObject({
      missing: 8,
    });

    const long = ground({ ems: [more] });
    await long.run({ rung: ['ems'], deadlineMilliseconds: NOW + 60_000 });
    expect(long.until).toEqual([5_000, 5_000]);
  });

  it('works for the others where the log of one is at fault, and hands the fault over', async () => {
    const fault = new Error('bundle 3 of a log is missing');
    const { run } = ground({ ems: [fault], viettel: [{ entries: 5, foreign: 0, missing: 0, more: false }] });
    const done = await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 60_000 });
    expect(done).toEqual({ entries: 5, foreign: 0, missing: 0, faults: [fault], remaining: false });
  });
});
