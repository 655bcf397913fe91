import { drainMarks, markDrained } from '@temkin/audit';
import { logSequencer } from '@temkin/composition';
import { StoreUnavailable, systemRandom } from '@temkin/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { auditedAccesses, PERSONAL, type AuditedAccess } from '../support/audited-accesses.ts';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { readLog } from '../support/logged-system.ts';
import { outage, type Lost } from '../support/outage.ts';
import { receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

const search = searchFor(PERSONAL.flatMap(needlesOfText));

interface Results {
  readonly code?: string;
  readonly results?: readonly {
    readonly auditEvent?: string;
    readonly problem?: { readonly code: string };
  }[];
}

/** An answer in few words: the codes of it and of what it has results of, or its status; and what it acknowledges. */
const heard = async (answer: Response) => {
  const text = await answer.text();
  const { code, results = [] } = JSON.parse(text) as Results;
  const codes = [code, ...results.map(({ problem }) => problem?.code)].flatMap((one) => one ?? []);
  const receipts = [receiptOf(answer)?.eventId, ...results.map(({ auditEvent }) => auditEvent)];
  return {
    said: codes.length > 0 ? [...new Set(codes)].join(' ') : answer.status,
    tells: search(Buffer.from(text)),
    receipts: receipts.flatMap((eventId) => eventId ?? []),
  };
};

/** A system, its stores that may be away, and those who ask it. */
const scene = async () => {
  const [table, blobs] = [outage(), outage()];
  const system = await testSystem({ wrapTable: table.wrapTable, wrapBlobs: blobs.wrapBlobs });
  const { clock, log } = system;
  const through = { table: table.wrapTable(system.table), blobs: blobs.wrapBlobs(log.blobs) };
  const { signer, prefix } = log;
  const sequence = markDrained({
    sequence: logSequencer({ ...through, signer, prefix, clock, random: systemRandom }).sequence,
    marks: drainMarks(through.table),
    clock,
  });
  const acknowledged = new Set<string>();
  const ask = async ({ ask: asks }: AuditedAccess) => {
    const { receipts, ...told } = await heard(await asks());
    for (const eventId of receipts) acknowledged.add(eventId);
    return told;
  };
  const accesses = await auditedAccesses(system);
  const waitingBefore = new Set((await recordedEvents(system.table)).map(({ metadata }) => metadata.uid));
  return {
    system,
    table,
    blobs,
    accesses,
    ask,
    /** What everybody is told, one after the other. */
    askAll: async (all: readonly AuditedAccess[]) => {
      const told = [];
      for (const access of all) told.push({ name: access.name, ...(await ask(access)) });
      return told;
    },
    /** What the sequencer does once it is woken. */
    sequence: async (): Promise<void> => {
      while ((await sequence('demo')).more);
    },
    idsWaiting: async (): Promise<readonly string[]> =>
      (await recordedEvents(system.table)).map(({ metadata }) => metadata.uid),
    /** What is on record since everything was prepared, and nobody has a receipt of. */
    withoutReceipt: async (): Promise<ReadonlySet<string>> => {
      const events = (await recordedEvents(system.table)).filter(
        ({ metadata: { uid } }) => !waitingBefore.has(uid) && !acknowledged.has(uid),
      );
      return new Set(events.map(({ api }) => api.operation));
    },
    /** How often each event that somebody has a receipt of stands in the log, and what verifies it. */
    inLog: async () => {
      const { events, verdict } = await readLog(log.blobs.stored, '2026', 'demo');
      const ids = events.map(({ metadata }) => metadata.uid);
      const counts = [...acknowledged].map((eventId) => ids.filter((id) => id === eventId).length);
      return { counts: new Set(counts), outcome: verdict.outcome, repeated: ids.length - new Set(ids).size };
    },
  };
};

const ONCE_EACH = { counts: new Set([1]), outcome: 'consistent', repeated: 0 };

const saying = (accesses: readonly AuditedAccess[], said: unknown) =>
  accesses.map(({ name }) => ({ name, said, tells: [] }));

const OF_THE_STORE = expect.stringMatching(/^(AUDIT|STORE)\.UNAVAILABLE$/) as string;

const scenes = { store: await scene(), files: await scene() };

describe('the store that events are written to', () => {
  const { system, table, accesses, ask, askAll, sequence, idsWaiting, withoutReceipt, inLog } = scenes.store;

  afterEach(() => {
    table.lose();
  });

  it.each<readonly [string, unknown, Lost]>([
    ['takes no events', 'AUDIT.UNAVAILABLE', (kind) => kind === 'record'],
    ['takes no writes', OF_THE_STORE, (kind) => kind !== 'read'],
    ['answers no reads', 'STORE.UNAVAILABLE', (kind) => kind === 'read'],
    ['answers nothing', 'STORE.UNAVAILABLE', () => true],
  ])('denies every access while it %s, tells nothing and keeps no event', async (_, said, isLost) => {
    const before = await idsWaiting();
    table.lose(isLost);
    expect(await askAll(accesses)).toEqual(saying(accesses, said));
    expect(await idsWaiting()).toEqual(before);
  });

  it.each(accesses.map((access) => [access.name, access] as const))(
    'may lose any one request while somebody %s, who is denied, and the next time is not',
    async (_, access) => {
      const told: Awaited<ReturnType<typeof ask>>[] = [];
      let asked: number;
      do {
        asked = 0;
        table.lose(() => asked++ === told.length);
        told.push(await ask(access));
      } while (asked >= told.length);
      const denied = told.slice(0, -1);
      expect(denied.length).toBeGreaterThan(1);
      expect(denied).toEqual(denied.map(() => ({ said: OF_THE_STORE, tells: [] })));
      expect(told.at(-1)?.said).toBe(access.answered);
    },
  );

  it('has recorded no change that nobody was told of, and no reading but those that were to be answered after it', async () => {
    expect(await withoutReceipt()).toEqual(new Set(['parcel.read', 'shift.load', 'audit.query']));
  });

  it('is drained by the next run once it answers, and what somebody has a receipt of is in the log once', async () => {
    for (const kind of ['read', 'write'] as const) {
      table.lose((one) => one === kind);
      await expect(sequence()).rejects.toThrow(StoreUnavailable);
    }
    table.lose();
    await sequence();
    expect(await idsWaiting()).toEqual([]);
    expect(await inLog()).toEqual(ONCE_EACH);
    expect(system.faults).toEqual([]);
  });
});

describe('while the log’s files can be neither read nor written', () => {
  const { system, blobs, accesses, askAll, sequence, idsWaiting, inLog } = scenes.files;

  /** Told by way of the log's files. */
  const ofTheLog = new Set(['reads an event', 'asks for events']);
  /** Put on record each time. */
  const again = accesses.filter(({ name }) => /^(opens|reads|searches|asks)/.test(name));

  /** Loses everything, and before it for a run of the sequencer reads alone, and writes alone. */
  const takeAway = async (): Promise<void> => {
    for (const isLost of [
      (kind) => kind === 'read',
      (kind) => kind === 'write',
      () => true,
    ] satisfies Lost[]) {
      blobs.lose(isLost);
      await expect(sequence()).rejects.toThrow(StoreUnavailable);
    }
  };

  it('accesses go on and their events wait, save those to the log itself, which disclose nothing', async () => {
    await sequence();
    blobs.lose(() => true);
    const told = await askAll(accesses);
    expect(told.map(({ said }) => said)).toEqual(
      accesses.map(({ name, answered }) => (ofTheLog.has(name) ? 'STORE.UNAVAILABLE' : answered)),
    );
    await takeAway();
    expect((await idsWaiting()).length).toBeGreaterThan(accesses.length - ofTheLog.size);
  });

  it('accesses are denied once events may have waited for an hour', async () => {
    system.clock.advance(HOUR - 2 * MINUTE);
    const [reading] = again;
    if (reading === undefined) throw new Error('nobody reads');
    expect((await askAll([reading]))[0]?.said).toBe(reading.answered);
    const before = await idsWaiting();
    system.clock.advance(2 * MINUTE);
    await takeAway();
    expect(await askAll(again)).toEqual(saying(again, OF_THE_STORE));
    const denied = again.filter(({ name }) => !ofTheLog.has(name));
    expect(await askAll(denied)).toEqual(saying(denied, 'AUDIT.UNAVAILABLE'));
    expect(await idsWaiting()).toEqual(before);
  });

  it('nobody has to do anything: the first run that finds them again moves all that waits, and access is back', async () => {
    blobs.lose();
    await sequence();
    expect(await idsWaiting()).toEqual([]);
    expect((await askAll(again)).map(({ said }) => said)).toEqual(again.map(({ answered }) => answered));
    await sequence();
    expect(await inLog()).toEqual(ONCE_EACH);
    expect(system.faults).toEqual([]);
  });
});
