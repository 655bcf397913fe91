import { drainMarks, LogConflict, logHeads, markDrained, waitingEvents } from '@temkin/audit';
import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { eventIds, systemRandom } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { memorySigner } from '../support/memory-signer.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';

const TENANT = 'ems';

/** Puts so many events of a year into the outbox; their ids. */
const waiting = async ({ table }: LogsOfYears, year: number, count: number): Promise<readonly string[]> => {
  const time = Date.UTC(year, 5, 2);
  const newEventId = eventIds({ now: () => time }, systemRandom);
  const ids = Array.from({ length: count }, newEventId);
  for (const eventId of ids) {
    const head = { eventId, time, tenant: TENANT, actor: { pseudonym: 'YQ', roles: [] } };
    const writer = { session: '00', n: 0, void: [] };
    const draft = { action: 'parcel.read', outcome: 'allowed', resources: [] } as const;
    await table.transact([outboxPut(TENANT, eventId, toEntry(toOcsf({ ...head, writer }, draft)))], eventId);
  }
  return ids;
};

const idsWaiting = async ({ table }: LogsOfYears): Promise<readonly string[]> =>
  (await waitingEvents(table).take(TENANT, 5_000)).events.map(({ eventId }) => eventId);

/** Logs of two years with an event each; somebody has put something where the earlier one's next tile belongs. */
const conflicting = async () => {
  const logs = logsOfYears();
  await logs.record('2025', 1);
  await logs.record('2026', 1);
  logs.blobs.stored.set(`${TENANT}/2025/tile/0/000.p/3`, new Uint8Array(3 * 32));
  const marks = drainMarks(logs.table);
  const sequence = markDrained({ sequence: logs.sequencer(), marks, clock: logs.clock });
  const [late = ''] = await waiting(logs, 2025, 1);
  return { logs, marks, late, run: () => logs.run(sequence) };
};

describe('a log at fault', () => {
  it('keeps no event from another, batch after batch, and the fault is thrown', async () => {
    const { logs, late, run } = await conflicting();
    for (const count of [1, 1_500]) {
      await waiting(logs, 2026, count);
      await expect(run()).rejects.toThrow(LogConflict);
      expect(await idsWaiting(logs)).toEqual([late]);
    }
    const sizes = (await logHeads(logs.table).all(TENANT)).map(({ publishedSize }) => publishedSize);
    expect(sizes).toEqual([2, 1_503]);
  });

  it('leaves the mark of what is drained where its own event waits', async () => {
    const { logs, marks, run } = await conflicting();
    logs.clock.set(Date.UTC(2025, 5, 2) + 60_000);
    await expect(run()).rejects.toThrow(LogConflict);
    const before = (await marks.through(TENANT)) ?? 0;
    for (let minute = 0; minute < 5; minute++) {
      logs.clock.advance(61_000);
      await waiting(logs, 2026, 1);
      await expect(run()).rejects.toThrow(LogConflict);
    }
    expect(await marks.through(TENANT)).toBe(before);
  });

  it('moves the mark all the same while nothing waits for it, and is told of', async () => {
    const { logs, marks, late } = await conflicting();
    await waitingEvents(logs.table).remove(TENANT, [late]);
    logs.signers.next = memorySigner();
    const sequence = markDrained({ sequence: logs.sequencer(), marks, clock: logs.clock });
    for (let minute = 0; minute < 3; minute++) {
      logs.clock.advance(61_000);
      const before = logs.clock.now();
      const done = (await logs.run(sequence)).at(-1);
      expect(done?.unpublished).toEqual([expect.any(LogConflict)]);
      expect(await marks.through(TENANT)).toBeGreaterThanOrEqual(before);
    }
  });

  it('keeps no checkpoint of another from being published', async () => {
    const { logs, run } = await conflicting();
    const signer = logs.signers.inUse;
    logs.signers.inUse = { ...signer, sign: () => Promise.reject(new Error('KMS is down')) };
    await waiting(logs, 2026, 1);
    await expect(logs.run()).rejects.toMatchObject({ errors: [expect.any(LogConflict), expect.any(Error)] });
    logs.signers.inUse = signer;
    await expect(run()).rejects.toThrow(LogConflict);
    expect(logs.checkpoint('2026').split('\n')[1]).toBe('3');
  });
});

describe('a log that nobody can open', () => {
  it('keeps no event from those that are open, while no key signs', async () => {
    const logs = logsOfYears();
    await logs.record('2026', 1);
    const { inUse } = logs.signers;
    logs.signers.inUse = { ...inUse, sign: () => Promise.reject(new Error('KMS is down')) };
    const first = await waiting(logs, 2025, 1);
    await waiting(logs, 2026, 1);
    const last = await waiting(logs, 2027, 1);
    await expect(logs.run()).rejects.toMatchObject({
      errors: [new Error('KMS is down'), new Error('KMS is down'), new Error('KMS is down')],
    });
    expect(await idsWaiting(logs)).toEqual([...first, ...last]);
    logs.signers.inUse = inUse;
    await logs.run();
    expect(await idsWaiting(logs)).toEqual([]);
    const sizes = (await logHeads(logs.table).all(TENANT)).map(({ publishedSize }) => publishedSize);
    expect(sizes).toEqual([2, 3, 2]);
  });
});
