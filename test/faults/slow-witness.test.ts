import { drainMarks, logTenants, markDrained, sequenceTenants, stalledLogs } from '@temkin/audit';
import type { Witness } from '@temkin/audit/domain';
import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { logSequencer } from '@temkin/composition';
import { eventIds, systemRandom } from '@temkin/kernel';
import { verifierKey } from '@temkin/tlog';
import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../support/command-line.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { memoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';
import { testClock } from '../support/test-clock.ts';

const MINUTE = 60_000;

/** How long a run may begin something new, a minute's at most (`audit-sequencer`). */
const RUN = 35_000;

/** How long the witness takes to answer. */
const SLOW = 1_900;

const COMPANIES = Array.from({ length: 90 }, (_, at) => `company-${String(at).padStart(2, '0')}`);

type Answer = Awaited<ReturnType<Witness['addCheckpoint']>>;

/** Companies with an event each in their logs, and a sequencer whose only witness answers slowly, and this. */
const scene = async (answer: Answer) => {
  const [table, blobs, clock] = [memoryTable(), memoryBlobs(), testClock(Date.UTC(2027, 0, 1))];
  const start = clock.now();
  const [newEventId, signer, marks] = [eventIds(clock, systemRandom), memorySigner(), drainMarks(table)];
  const publicKey = (await memorySigner().publicKey()).slice(-32);
  const key = await verifierKey(sha256, { name: 'witness.example', type: 'cosignature/v1', publicKey });
  const asked: string[] = [];
  const witness: Witness = {
    key,
    addCheckpoint: async ({ checkpoint }) => {
      asked.push(checkpoint.split('\n')[0] ?? '');
      clock.advance(SLOW);
      return answer;
    },
  };

  const record = async (): Promise<void> => {
    for (const tenant of COMPANIES) {
      const eventId = newEventId();
      const head = { eventId, time: clock.now(), tenant, actor: { pseudonym: 'YQ', roles: [] } };
      const writer = { session: '00', n: 0, void: [] };
      const draft = { action: 'parcel.read', outcome: 'allowed', resources: [] } as const;
      await table.transact(
        [outboxPut(tenant, eventId, toEntry(toOcsf({ ...head, writer }, draft)))],
        eventId,
      );
    }
  };

  const process = (witnesses: readonly Witness[]) => {
    const surroundings = { table, blobs, clock, random: systemRandom, prefix: 'log.example', signer };
    const logs = logSequencer({ ...surroundings, witnesses });
    const sequence = markDrained({ sequence: logs.sequence, marks, clock });
    return sequenceTenants({ ...logs, sequence, tenants: logTenants(table), marks, clock });
  };

  await record();
  await process([])({ rung: COMPANIES, deadlineMilliseconds: start + RUN });
  const warm = process([witness]);
  return {
    asked,
    record,
    /** Runs once a minute, until so many are over, in one process or in a new one each minute; who is denied then. */
    runUntil: async (
      minutes: number,
      { isCold = false, before = async () => {} }: { isCold?: boolean; before?: () => Promise<void> } = {},
    ): Promise<readonly string[]> => {
      for (;;) {
        const next = Math.ceil((clock.now() + 1 - start) / MINUTE);
        if (next > minutes) break;
        clock.set(start + next * MINUTE);
        await before();
        const run = isCold ? process([witness]) : warm;
        await run({ deadlineMilliseconds: clock.now() + RUN });
      }
      const isStalled = stalledLogs({ marks, clock });
      const denied = await Promise.all(
        COMPANIES.map(async (company) => ((await isStalled(company)) ? company : undefined)),
      );
      return denied.flatMap((company) => company ?? []);
    },
  };
};

describe('a witness that answers slowly, and with a no', () => {
  it.each([
    ['refuses', { outcome: 'refused', status: 404 }],
    ['sees a conflict', { outcome: 'refused', status: 422 }],
    ['signs nothing', { outcome: 'cosigned', lines: '' }],
  ] as const)('gets nobody denied where it %s, whether anything waits or not', async (_, answer) => {
    const { runUntil, record } = await scene(answer);
    expect(await runUntil(120)).toEqual([]);
    await record();
    expect(await runUntil(185)).toEqual([]);
  });

  it('gets nobody denied where each minute finds a new process, and an event of everybody', async () => {
    const { runUntil, record } = await scene({ outcome: 'refused', status: 404 });
    expect(await runUntil(65, { isCold: true, before: record })).toEqual([]);
  });

  it('is asked about every log all the same, and about none of them twice in five minutes', async () => {
    const { asked, runUntil } = await scene({ outcome: 'refused', status: 404 });
    await runUntil(5);
    expect(new Set(asked).size).toBe(asked.length);
    await runUntil(15);
    expect(new Set(asked).size).toBe(COMPANIES.length);
    await runUntil(60);
    const counts = COMPANIES.map((company) => asked.filter((origin) => origin.includes(company)).length);
    expect(Math.min(...counts)).toBeGreaterThan(5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  });
});
