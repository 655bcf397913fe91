import { LogConflict, sequenceLogs, waitingEvents } from '@temkin/audit';
import { verifyLog } from '@temkin/audit/domain';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { logsOfYears } from '../support/logs-of-years.ts';
import { simulateRollback } from '../support/sequencer-simulation/simulate-rollback.ts';
import type { Mutation } from '../support/sequencer-simulation/simulate.ts';

const [TENANT, YEAR] = ['ems', '2026'];
const HEAD = keyOf('log-heads', 'head', { tenant: TENANT, year: YEAR });

/** A log of five events after an entry that opens it, whose head is that of the first three again. */
const rolledBack = async () => {
  const logs = logsOfYears();
  await logs.record(YEAR, 3);
  const item = await logs.table.get(HEAD);
  await logs.record(YEAR, 2);
  await logs.table.write({ kind: 'put', key: HEAD, item: item ?? {} });
  return logs;
};

describe('a log whose head is brought back from an earlier moment', () => {
  it.each([1, 2, 7])('takes no event of %i, and signs and lays out nothing', async (count) => {
    const logs = await rolledBack();
    const before = [...logs.blobs.stored.keys()];
    for (let look = 0; look < 2; look++)
      await expect(look === 0 ? logs.record(YEAR, count) : logs.run()).rejects.toThrow(LogConflict);
    expect([...logs.blobs.stored.keys()]).toEqual(before);
    const { events } = await waitingEvents(logs.table).take(TENANT, 100);
    expect(events).toHaveLength(count);
  });

  it('goes on with what waits once that head is deleted', async () => {
    const logs = await rolledBack();
    await expect(logs.record(YEAR, 2)).rejects.toThrow(LogConflict);
    const older = logs.checkpoint(YEAR);
    await logs.table.write({ kind: 'delete', key: HEAD });
    await logs.run();
    const log = logs.log(YEAR, [await logs.keyOf(logs.signers.inUse, YEAR)]);
    expect(await verifyLog({ ...log, older: [{ name: 'older', note: older }] })).toMatchObject({
      outcome: 'verified',
      checkpoint: { size: 8 },
    });
  });

  it('takes none either where it is as large as what is published, and another', async () => {
    const [logs, another] = [await rolledBack(), logsOfYears()];
    await another.record(YEAR, 5);
    await logs.table.write({ kind: 'put', key: HEAD, item: (await another.table.get(HEAD)) ?? {} });
    await expect(logs.record(YEAR, 1)).rejects.toThrow(LogConflict);
  });
});

/** Schedules of a run of the tests; TEMKIN_SCHEDULES says otherwise. */
const SCHEDULES = Number(process.env['TEMKIN_SCHEDULES'] ?? 100);

/** Our sequencer, which takes every head for the last. */
const trusting: Mutation['sequencer'] = (dependencies) =>
  sequenceLogs({ ...dependencies, files: { ...dependencies.files, newest: async () => undefined } });

const forked = async (mutation?: Mutation): Promise<string | undefined> => {
  for (let seed = 0; seed < SCHEDULES; seed++) {
    const [fault] = await simulateRollback(seed, mutation);
    if (fault !== undefined) return `${fault} (seed ${seed})`;
  }
  return undefined;
};

describe('a head that comes back at any moment', () => {
  it(
    `has nothing signed that is not in the log, in ${SCHEDULES} schedules`,
    { timeout: 600_000 },
    async () => {
      expect(await forked()).toBeUndefined();
    },
  );

  it('has a fork signed by whoever does not look at what is published', { timeout: 600_000 }, async () => {
    expect(await forked({ sequencer: trusting })).toBeDefined();
  });
});
