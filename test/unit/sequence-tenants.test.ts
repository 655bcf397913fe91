import { logTenants, sequenceTenants, type Sequenced } from '@temkin/audit';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';

const NOW = 1_800_000_000_000;
const DONE: Sequenced = { events: 0, more: false, unpublished: [], foreign: 0 };

/** A run over tenants whose batches are these, in turn; each takes a second. */
const ground = (
  batches: Readonly<Record<string, readonly (Sequenced | Error)[]>> = {},
  marks: Readonly<Record<string, number>> = {},
) => {
  const clock = testClock(NOW);
  const worked: string[] = [];
  const witnessed: string[] = [];
  const left = new Map(Object.entries(batches).map(([tenant, given]) => [tenant, [...given]]));
  const tenants = logTenants(memoryTable());
  const run = sequenceTenants({
    clock,
    tenants,
    witness: async (tenant) => {
      witnessed.push(tenant);
      clock.set(clock.now() + 1_000);
      return [];
    },
    marks: { through: async (tenant) => marks[tenant] },
    sequence: async (tenant) => {
      worked.push(tenant);
      clock.set(clock.now() + 1_000);
      const next = left.get(tenant)?.shift() ?? DONE;
      if (next instanceof Error) throw next;
      return next;
    },
  });
  return { run, tenants, clock, worked, witnessed };
};

const batch = (events: number, also: Partial<Sequenced> = {}): Sequenced => ({
  ...DONE,
  events,
  more: true,
  ...also,
});

describe('sequencing tenants', () => {
  it('works for those who are rung for, and for nobody else', async () => {
    const { run, tenants, worked } = ground({ ems: [batch(2)] });
    await tenants.add('viettel');
    const done = await run({ rung: ['ems'], deadlineMilliseconds: NOW + 60_000 });
    expect(done).toEqual({ events: 2, foreign: 0, unpublished: [], faults: [], remaining: false });
    expect(worked).toEqual(['ems', 'ems']);
  });

  it('works without a ring for everybody who was ever rung for', async () => {
    const { run, worked } = ground();
    await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW });
    expect(worked).toEqual([]);
    await run({ deadlineMilliseconds: NOW + 60_000 });
    expect(worked.toSorted()).toEqual(['ems', 'viettel']);
  });

  it('knows more tenants than fit on a page', async () => {
    const { run, tenants, worked } = ground();
    const many = Array.from({ length: 250 }, (_, at) => `tenant-${at}`);
    for (const tenant of many) await tenants.add(tenant);
    await run({ deadlineMilliseconds: NOW + 600_000 });
    expect(worked.toSorted()).toEqual(many.toSorted());
  });

  it('gives each a batch in turn, and says what remains when the time is up', async () => {
    const { run, worked } = ground({ ems: [batch(1), batch(1), batch(1)], viettel: [batch(5)] });
    const done = await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 3_000 });
    expect(worked).toEqual(['ems', 'viettel', 'ems']);
    expect(done).toMatchObject({ events: 7, remaining: true });
  });

  it('begins elsewhere each minute, in a new process too, so that everybody’s turn comes', async () => {
    const names = Array.from({ length: 90 }, (_, at) => `tenant-${at}`);
    const [worked, witnessed] = [new Set<string>(), new Set<string>()];
    for (let minute = 0; minute < 30; minute += 1) {
      const one = ground();
      one.clock.set(NOW + minute * 60_000);
      for (const tenant of names) await one.tenants.add(tenant);
      await one.run({ deadlineMilliseconds: one.clock.now() + (minute < 15 ? 15_000 : 105_000) });
      expect(minute >= 15 || one.witnessed.length === 0).toBe(true);
      for (const tenant of minute < 15 ? one.worked : []) worked.add(tenant);
      for (const tenant of one.witnessed) witnessed.add(tenant);
    }
    expect([worked.size, witnessed.size]).toEqual([90, 90]);
  });

  it('works for the others where the log of one is at fault, and hands the fault over', async () => {
    const fault = new Error('what a log has committed to is missing');
    const { run } = ground({ ems: [fault], viettel: [batch(5)] });
    const done = await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 60_000 });
    expect(done).toMatchObject({ events: 5, faults: [fault], remaining: false });
  });

  it('hands over what each of several logs of one is at fault with', async () => {
    const [one, other] = [new Error('one'), new Error('other')];
    const { run } = ground({ ems: [new AggregateError([one, other])] });
    const done = await run({ rung: ['ems'], deadlineMilliseconds: NOW + 60_000 });
    expect(done.faults).toEqual([one, other]);
  });

  it('tells since when the oldest event waits, what was not published, and each foreign item once', async () => {
    const down = new Error('KMS is down');
    const { run } = ground({
      ems: [batch(1, { foreign: 2, waitingSince: 30 }), { ...DONE, foreign: 2 }],
      viettel: [batch(1, { foreign: 1, waitingSince: 20, unpublished: [down] })],
    });
    const done = await run({ rung: ['ems', 'viettel'], deadlineMilliseconds: NOW + 60_000 });
    expect(done).toMatchObject({ foreign: 3, waitingSince: 20, unpublished: [down] });
  });

  it('tells of one whose batch failed, and of one whose turn did not come, since when something may wait', async () => {
    const marks = { ems: 5, viettel: 7 };
    const failing = ground({ ems: [new Error('the log is at fault')] }, marks);
    const until = { deadlineMilliseconds: NOW + 60_000 };
    expect(await failing.run({ rung: ['ems', 'viettel'], ...until })).toMatchObject({ waitingSince: 5 });
    const late = ground({ ems: [batch(1)] }, marks);
    expect(
      await late.run({ rung: ['viettel', 'ems', 'nobody'], deadlineMilliseconds: NOW + 900 }),
    ).toMatchObject({ waitingSince: 5, remaining: true });
  });
});
