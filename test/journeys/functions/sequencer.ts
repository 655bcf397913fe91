import { waitingEvents } from '@temkin/audit';
import { verifyLog } from '@temkin/audit/domain';
import { outboxKey } from '@temkin/audit-event';
import { parseVerifierKey } from '@temkin/tlog';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { streamed } from '../../support/parcel-stream.ts';
import { issue } from '../../support/parcels.ts';
import { sha256 } from '../../support/sha256.ts';
import { SCHEDULED } from './scheduled.ts';

/** What the stream of the outbox says of an event: its key, and nothing of it. */
const ringFor = (tenant: string, eventId: string) => {
  const { partition, sort } = outboxKey(tenant, eventId);
  return { Records: [streamed(undefined, { pk: { S: partition }, sk: { S: sort } })] };
};

/** What a run without fault says. */
const said = (by: string, events: number) => ({
  timestamp: expect.stringMatching(RFC_3339),
  level: 'info',
  finding: 'logs-sequenced',
  by,
  events,
  ageSeconds: expect.any(Number),
  failed: 0,
  remaining: false,
});

/** The way of events into their logs. Whoever reads them from the outbox must have done so before. */
export const sequencer = (system: Deployment): void => {
  const sequencing = system.functions['audit-sequencer'];
  const { objects, locks } = system.logs;
  const waiting = async () => (await waitingEvents(system.store.table).take('demo', 10_000)).events;

  /** The verdicts on the logs of the demo, one a year, by the keys that their first entries name. */
  const verdicts = async () => {
    const years = [...objects.keys()].flatMap((name) => /^demo\/(\d{4})\/checkpoint$/.exec(name)?.[1] ?? []);
    return Promise.all(
      years.map(async (year) => {
        const first = [...objects.keys()].find((name) => name.startsWith(`demo/${year}/tile/entries/000`));
        const entries = new TextDecoder().decode(objects.get(first ?? ''));
        const [named = ''] =
          /api\.example\/v1\/audit\/log\/demo\/\d{4}\+[\da-f]{8}\+[\w+/=]+/.exec(entries) ?? [];
        const key = await parseVerifierKey(sha256, named);
        const read = async (path: string) => objects.get(`demo/${year}/${path}`);
        return verifyLog({ sha256, read, keys: key === undefined ? [] : [key] });
      }),
    );
  };

  it('are rung for, moved into the log of their company, and signed for', async () => {
    const { length } = await waiting();
    const [newest] = (await waiting()).toReversed();
    expect(length).toBeGreaterThan(100);
    await sequencing.invoke(ringFor('demo', newest?.eventId ?? ''));
    // One of them was recorded by a system whose clock was a year behind.
    expect(linesOf(sequencing)).toEqual([
      said('ring', length),
      expect.objectContaining({ level: 'warn', finding: 'outbox-age' }),
    ]);
    expect(await waiting()).toEqual([]);
    const logs = await verdicts();
    const sizes = logs.map((log) => (log.outcome === 'verified' ? log.checkpoint.size : Number.NaN));
    // An entry opens each.
    expect(sizes.reduce((sum, size) => sum + size - 1, 0)).toBe(length);
  });

  it('are found by the schedule where nobody rings', async () => {
    await issue(system);
    const { length } = await waiting();
    expect(length).toBeGreaterThan(0);
    await sequencing.invoke(SCHEDULED);
    expect(linesOf(sequencing).at(-1)).toEqual(said('schedule', length));
    expect(await waiting()).toEqual([]);
    expect(new Set((await verdicts()).map(({ outcome }) => outcome))).toEqual(new Set(['verified']));
  });

  it('leave nothing behind, and lock what nobody may delete any more', () => {
    expect([...objects.keys()].filter((name) => name.includes('/staging/'))).toEqual([]);
    const forGood = [...objects.keys()].filter((name) => !/\.p\/\d+$|\/checkpoint$/.test(name));
    expect([...locks.keys()].filter((name) => objects.has(name)).toSorted()).toEqual(forGood.toSorted());
    expect(forGood.length).toBeGreaterThan(1);
    const [until = ''] = locks.values();
    expect(Date.parse(until) / 86_400_000).toBeCloseTo(Date.now() / 86_400_000 + 30, 1);
  });

  it('are not looked for where a key of the outbox is nobody’s, which somebody is told', async () => {
    const foreign = streamed(undefined, { pk: { S: 'nobody' }, sk: { S: 'nothing' } });
    await sequencing.invoke({ Records: [foreign] });
    expect(linesOf(sequencing).slice(-2)).toMatchObject([
      { finding: 'logs-sequenced', events: 0 },
      { level: 'warn', finding: 'foreign-outbox-item', count: 1 },
    ]);
  });

  it('are put once and never changed: of one that was, somebody is told', async () => {
    const eventId = '019aa3a0-0000-7000-8000-000000000001';
    const { partition, sort } = outboxKey('demo', eventId);
    const image = { pk: { S: partition }, sk: { S: sort } };
    const [put] = ringFor('demo', '019aa3a0-0000-7000-8000-000000000002').Records;
    const foreign = { pk: { S: 'nobody' }, sk: { S: 'nothing' } };
    const before = linesOf(sequencing).length;
    await sequencing.invoke({ Records: [streamed(image, image), put, streamed(foreign, foreign)] });
    expect(linesOf(sequencing).slice(before)).toEqual([
      expect.objectContaining({ level: 'warn', finding: 'outbox-event-changed', tenant: 'demo', eventId }),
      said('ring', 0),
      expect.objectContaining({ level: 'warn', finding: 'foreign-outbox-item', count: 1 }),
    ]);
  });
};
