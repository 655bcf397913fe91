import { LogConflict, logEvents, logFiles, logHeads } from '@temkin/audit';
import { outboxPut } from '@temkin/audit-event';
import { logSequencer } from '@temkin/composition';
import { eventIds, StoreUnavailable, systemRandom, utf8 } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { dyingPorts, type LastWrite } from '../support/dying-ports.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';

const TENANT = 'ems';

/** A company with three events of 2025 and three hundred of 2026, whose heads are lost while nothing waits. */
const headless = async (): Promise<LogsOfYears> => {
  const logs = logsOfYears();
  await logs.record('2025', 3);
  await logs.record('2026', 300);
  await loseHeads(logs);
  return logs;
};

const loseHeads = async ({ table }: LogsOfYears): Promise<void> => {
  for (const year of ['2025', '2026'])
    await table.write({ kind: 'delete', key: keyOf('log-heads', 'head', { tenant: TENANT, year }) });
};

const sizes = async ({ table }: LogsOfYears) =>
  Object.fromEntries((await logHeads(table).all(TENANT)).map(({ log, tree }) => [log.year, tree.size]));

/** The ids of all events that an auditor is shown on two pages, of which the first has so many steps; openings left out. */
const shown = async ({ table, blobs }: LogsOfYears, first = 0): Promise<readonly string[]> => {
  const events = logEvents({ table, files: logFiles(blobs) });
  const ids: string[] = [];
  let position = await events.begin(TENANT);
  for (const steps of [first, Number.POSITIVE_INFINITY]) {
    let left = steps;
    for await (const step of events.from(TENANT, {}, position)) {
      if (left === 0) break;
      left -= 1;
      position = step.position;
      const { event } = step.found ?? {};
      if (event !== undefined && event.action !== 'audit.open-log') ids.push(event.eventId);
    }
  }
  return ids;
};

describe('logs whose heads are lost', () => {
  it('are adopted by whoever looks first, of former years as well, though nothing waits', async () => {
    const logs = await headless();
    expect(await shown(logs)).toEqual([]);
    await logs.run();
    expect(await sizes(logs)).toEqual({ 2025: 4, 2026: 301 });
    expect(new Set(await shown(logs)).size).toBe(303);
  });

  it('are not looked for again by a process that found nothing left to adopt', async () => {
    const logs = await headless();
    const sequence = logs.sequencer();
    await logs.run(sequence);
    await loseHeads(logs);
    await logs.run(sequence);
    expect(await sizes(logs)).toEqual({});
  });

  it('do not wait for one that is no log of ours, which is told of each time', async () => {
    const logs = await headless();
    const another = logsOfYears();
    await another.record('2025', 2);
    const place = `${TENANT}/2025/checkpoint`;
    const [own, foreign] = [logs.blobs.stored.get(place), another.blobs.stored.get(place)];
    logs.blobs.stored.set(place, foreign ?? new Uint8Array());
    const sequence = logs.sequencer();
    for (let look = 0; look < 2; look++) {
      const [{ unpublished } = { unpublished: [] }] = await logs.run(sequence);
      expect(unpublished).toEqual([expect.any(LogConflict)]);
      expect(await sizes(logs)).toEqual({ 2026: 301 });
    }
    logs.blobs.stored.set(place, own ?? new Uint8Array());
    expect((await logs.run(sequence))[0]?.unpublished).toEqual([]);
    expect(await sizes(logs)).toEqual({ 2025: 4, 2026: 301 });
  });

  it('are looked for until they could be, before another is opened as the first', async () => {
    const logs = await headless();
    await logs.put('2028', 1);
    const sound = { ...logs.blobs };
    logs.blobs.get = (name) =>
      name.endsWith('2025/checkpoint') || name.endsWith('2026/checkpoint')
        ? Promise.reject(new StoreUnavailable('told to'))
        : sound.get(name);
    const sequence = logs.sequencer();
    await expect(logs.run(sequence)).rejects.toThrow('told to');
    expect(await sizes(logs)).toEqual({});
    logs.blobs.get = (name) => sound.get(name);
    await logs.run(sequence);
    expect(await sizes(logs)).toEqual({ 2025: 4, 2026: 301, 2027: 1, 2028: 2 });
  });

  it('come back though an entry is no event, whatever it is', async () => {
    const logs = logsOfYears();
    await logs.record('2026', 2);
    for (const text of ['null', '7', '[]', '{"metadata":{"uid":["a"]}}', 'no JSON']) {
      const eventId = eventIds(logs.clock, systemRandom)();
      await logs.table.transact([outboxPut(TENANT, eventId, utf8(text))], eventId);
    }
    await logs.run();
    await loseHeads(logs);
    for (const { unpublished } of await logs.run()) expect(unpublished).toEqual([]);
    expect(await sizes(logs)).toEqual({ 2026: 8 });
    expect(await shown(logs)).toHaveLength(2);
  });

  it('show every event once while their events wait still, on however many pages', async () => {
    const logs = logsOfYears();
    const never = { ...logs.table, deleteMany: () => Promise.reject(new Error('told to')) };
    const adopter = () =>
      logSequencer({
        table: never,
        blobs: logs.blobs,
        clock: logs.clock,
        random: systemRandom,
        prefix: 'log.example',
        signer: logs.signers.inUse,
      })
        .sequence(TENANT)
        .catch(() => ({ events: 0, more: false, unpublished: [], foreign: 0 }));
    await logs.record('2026', 6, adopter);
    await loseHeads(logs);
    await adopter();
    expect(await sizes(logs)).toEqual({ 2026: 7 });
    for (let first = 1; first <= 7; first++) {
      const ids = await shown(logs, first);
      expect(new Set(ids).size).toBe(6);
      expect(ids).toHaveLength(6);
    }
  });

  it.each<LastWrite>(['lost', 'applied'])(
    'come back wherever the adopter dies, its last write %s, and every event is shown once meanwhile',
    async (last) => {
      for (let writes = 0, hasDied = true; hasDied; writes++) {
        const logs = await headless();
        const dying = dyingPorts(logs, writes, last);
        const { sequence } = logSequencer({
          table: dying.table,
          blobs: dying.blobs,
          clock: logs.clock,
          random: systemRandom,
          prefix: 'log.example',
          signer: logs.signers.inUse,
        });
        await sequence(TENANT).catch(() => undefined);
        const known = Object.values(await sizes(logs));
        const ids = await shown(logs);
        expect(ids.length).toBe(known.reduce((sum, size) => sum + size - 1, 0));
        expect(new Set(ids).size).toBe(ids.length);

        await logs.run();
        expect(await sizes(logs)).toEqual({ 2025: 4, 2026: 301 });
        hasDied = dying.hasDied();
      }
    },
  );
});
