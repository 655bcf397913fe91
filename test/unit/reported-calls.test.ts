import type { EventDraft, Recorder } from '@temkin/audit-event';
import {
  lastFourProof,
  numberHash,
  proofsOf,
  recipientHash,
  type CallIntent,
  type CitizenReport,
} from '@temkin/caller-id/domain';
import { cryptoReady, keyRing } from '@temkin/crypto';
import { systemRandom, toHex } from '@temkin/kernel';
import { tableWrappedKeys } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { callReports } from '../../packages/capabilities/caller-id/src/store/call-reports.ts';
import { callsOfNumber } from '../../packages/capabilities/caller-id/src/store/calls-of-number.ts';
import { lostCalls } from '../../packages/capabilities/caller-id/src/store/lost-calls.ts';
import { checkCounts } from '../../packages/capabilities/caller-id/src/store/check-counts.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import { fileReport } from '../../packages/capabilities/caller-id/src/usecases/file-report.ts';
import { joinReports } from '../../packages/capabilities/caller-id/src/usecases/join-reports.ts';
import { instantWait } from '../support/instant-wait.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';

await cryptoReady;

const POOL = '+842439447788';
const START = Date.parse('2026-11-23T08:00:00+07:00');
const MINUTE = 60_000;

const token = (): string => toHex(systemRandom(16));

/** Somebody's number, by a serial number. */
const phoneOf = (n: number): string => `+84912${String(300_000 + n)}`;
const staffPhoneOf = (n: number): string => `+84355${String(100_000 + n)}`;

/** A company with a pool, shippers with telephones of their own, and citizens who report. */
const world = async () => {
  const table = memoryTable();
  const clock = testClock(START);
  const drafts: EventDraft[] = [];
  const findings: string[] = [];
  const ring = keyRing({
    rootKey: memoryRootKey(),
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const recorder: Recorder = {
    commit: async (_, draft, { writes = () => [] } = {}) => {
      const receipt = { eventId: token(), leaf: 'leaf' };
      const verdict = await table.transact(writes(receipt), token());
      if (verdict.outcome === 'refused') return verdict;
      drafts.push(draft);
      return { outcome: 'committed', receipt };
    },
  };
  const [calls, byNumber, reports] = [callIntents(table), callsOfNumber(table), callReports(table)];
  const suspended = new Set<string>();
  const staff = new Map(Array.from({ length: 40 }, (_, n) => [staffPhoneOf(n), `shipper-${n}`]));
  const parts = {
    recorder,
    ring,
    calls,
    byNumber,
    reports,
    numbers: poolNumbers(table),
    counts: checkCounts(table),
    companies: { exists: async (company: string) => company === 'demo' },
    staffOwners: { ownerOf: async (_: string, number: string) => staff.get(number) },
    shippers: { mayCall: async (_: string, id: string) => !suspended.has(id) },
    findings: { report: ({ finding }: { readonly finding: string }) => void findings.push(finding) },
    clock,
    random: systemRandom,
    wait: instantWait().wait,
  };
  const names = { brandName: 'BUU DIEN', displayName: 'Bưu điện', longName: 'Bưu điện' };
  await table.transact(
    parts.numbers.addWrites(
      'demo',
      {
        number: POOL,
        numberId: token(),
        ...names,
        state: 'active',
        addedAt: clock.now(),
        addReceipt: { eventId: 'none', leaf: 'none' },
      },
      undefined,
      undefined,
    ),
    token(),
  );

  const declare = async (n: number, change: Partial<CallIntent> = {}): Promise<CallIntent> => {
    const { id: keyId, key } = await ring.current('demo', 'call');
    const createdAt = clock.now();
    const phone = phoneOf(n);
    const made: CallIntent = {
      intentId: crypto.randomUUID(),
      state: 'answered',
      mode: 'masked',
      declared: 'before',
      number: POOL,
      shipper: `shipper-${n}`,
      shiftId: token(),
      parcelId: token(),
      hashKeyId: keyId,
      recipientHash: recipientHash(key, phone),
      spokenHash: new Uint8Array(16),
      createdAt,
      ringBy: createdAt + 2 * MINUTE,
      endBy: createdAt + 30 * MINUTE,
      dueAt: createdAt + 2 * MINUTE,
      signatures: 0,
      lineId: token(),
      eventId: token(),
      version: 1,
      ...change,
    };
    const proofs = proofsOf(key, { number: POOL, phone, waybillNumber: `W-${n}` });
    const shown = {
      intentId: made.intentId,
      numberHash: numberHash(key, POOL),
      lastFourHash: lastFourProof(key, POOL, phone.slice(-4)),
      createdAt,
    };
    const writes = [
      ...calls.createWrites('demo', made, proofs),
      byNumber.putWrite('demo', keyId, shown, Math.ceil(createdAt / 1_000) + 86_400),
    ];
    const verdict = await table.transact(writes, token());
    if (verdict.outcome !== 'committed') throw new Error('the call is not declared');
    return made;
  };

  /** Calls of others by the number of the pool, of which nothing but the list is there. */
  const list = async (count: number): Promise<void> => {
    const { id: keyId, key } = await ring.current('demo', 'call');
    for (let n = 0; n < count; n += 1) {
      const shown = { numberHash: numberHash(key, POOL), lastFourHash: token(), intentId: token() };
      await table.transact(
        [byNumber.putWrite('demo', keyId, { ...shown, createdAt: clock.now() + n }, 2_000_000_000)],
        token(),
      );
    }
  };

  const retire = async (): Promise<void> => {
    const found = await parts.numbers.find('demo', POOL);
    if (found === undefined) throw new Error('there is no such number');
    const retiredAt = clock.now();
    await table.transact(
      parts.numbers.retireWrites('demo', found, { retiredAt, heldUntil: retiredAt }),
      token(),
    );
  };

  let networks = 0;
  /** Reports that cannot be read. */
  const damaged = new Set<string>();
  /** How long it takes to join one. */
  const takes = { milliseconds: 0 };
  const readable = {
    ...reports,
    find: async (tenant: string, reportId: string) => {
      clock.advance(takes.milliseconds);
      if (damaged.has(reportId)) throw new Error('a field of it is not there');
      return reports.find(tenant, reportId);
    },
  };

  const filing = fileReport(parts);
  const report = (said: Partial<CitizenReport>, company = 'demo', network = `network-${(networks += 1)}`) =>
    filing(company, { kind: 'call', ...said }, network);
  const join = joinReports({ ...parts, reports: readable, lost: lostCalls(table) });
  return {
    table,
    clock,
    drafts,
    findings,
    suspended,
    damaged,
    declare,
    report,
    list,
    retire,
    takes,
    join: (forMilliseconds = Infinity) => join({ deadlineMilliseconds: clock.now() + forMilliseconds }),
    resources: () =>
      drafts
        .filter(({ action }) => action === 'call-report.join')
        .flatMap(({ resources }) => resources.map(({ pseudonym }) => pseudonym)),
    outcomes: () =>
      drafts.filter(({ action }) => action === 'call-report.join').map(({ change = '' }) => change),
  };
};

const lastFour = (n: number): string => phoneOf(n).slice(-4);

describe('a hundred calls that were reported, thirty undeclared and five forged', () => {
  it('make a case of each forged one, and of no honest shipper', async () => {
    const { clock, declare, report, join, findings, outcomes } = await world();
    // Sixty-five were declared; fifteen shippers called from their own telephones; fifteen called over a line once more.
    for (let n = 0; n < 65; n += 1) await declare(n);
    for (let n = 65; n < 80; n += 1) await declare(n, { state: 'ended', endedAt: clock.now() + MINUTE });
    for (let n = 0; n < 65; n += 1) await report({ callingNumber: POOL, ownLast4: lastFour(n) });
    for (let n = 80; n < 95; n += 1)
      await report({ callingNumber: staffPhoneOf(n - 80), ownLast4: lastFour(n) });
    clock.advance(120 * MINUTE);
    for (let n = 65; n < 80; n += 1) await report({ callingNumber: POOL, ownLast4: lastFour(n) });
    for (let n = 95; n < 100; n += 1) await report({ callingNumber: POOL, ownLast4: lastFour(n) });
    clock.advance(11 * MINUTE);

    const { joined, failed } = await join();
    expect([joined, failed]).toStrictEqual([
      { 'declared-own-call': 65, 'undeclared-own-call': 30, 'spoofed-own-number': 5, unknown: 0 },
      0,
    ]);
    expect(findings.filter((finding) => finding === 'call-spoofed')).toHaveLength(5);
    expect(findings.filter((finding) => finding === 'call-undeclared')).toHaveLength(30);
    expect(outcomes()).toHaveLength(100);
  });
});

describe('a report', () => {
  it('is joined ten minutes after it came, once, and by then a call may have been declared late', async () => {
    const { clock, report, declare, join, outcomes } = await world();
    const { receipt } = await report({ callingNumber: POOL, ownLast4: lastFour(1) });
    expect(receipt).toMatch(/^[0-9a-f]{16}$/);
    await join();
    expect(outcomes()).toStrictEqual([]);
    clock.advance(4 * MINUTE);
    await declare(1, { declared: 'late', state: 'ended', endedAt: clock.now() });
    clock.advance(7 * MINUTE);
    await join();
    await join();
    expect(outcomes()).toStrictEqual(['declared-own-call']);
  });

  it('that is sent again is the same report, and of another network another', async () => {
    const { drafts, report } = await world();
    const said = { callingNumber: POOL, text: 'xin tiền' };
    const first = await report(said, 'demo', 'one');
    expect(await report(said, 'demo', 'one')).toStrictEqual(first);
    expect(await report(said, 'demo', 'two')).not.toStrictEqual(first);
    expect(drafts).toHaveLength(2);
  });

  it('about a company that is none has a receipt like others, and is nowhere', async () => {
    const { drafts, report } = await world();
    expect((await report({ callingNumber: POOL }, 'nobody')).receipt).toMatch(/^[0-9a-f]{16}$/);
    expect(drafts).toStrictEqual([]);
  });

  it.each([
    ['nobody’s number', { callingNumber: '+84999000111' }, 'unknown'],
    ['a number of the pool that no line led from', { callingNumber: POOL }, 'spoofed-own-number'],
    ['a suspended shipper’s own number', { callingNumber: staffPhoneOf(9) }, 'unknown'],
  ] as const)('of %s is joined as %s', async (_, said, outcome) => {
    const { clock, suspended, report, join, outcomes } = await world();
    suspended.add('shipper-9');
    await report(said);
    clock.advance(11 * MINUTE);
    await join();
    expect(outcomes()).toStrictEqual([outcome]);
  });

  it('of a call of the month before is joined with that month’s calls', async () => {
    const { clock, declare, report, join, outcomes } = await world();
    clock.set(Date.parse('2026-11-30T15:00:00+07:00'));
    await declare(1, { state: 'ended', endedAt: clock.now() + MINUTE });
    const calledAt = clock.now();
    clock.set(Date.parse('2026-12-03T15:00:00+07:00'));
    await report({ callingNumber: POOL, ownLast4: lastFour(1), calledAt });
    clock.advance(11 * MINUTE);
    await join();
    expect(outcomes()).toStrictEqual(['declared-own-call']);
  });

  it.each([
    ['of which nothing is kept any more', Date.parse('2026-11-23T08:00:00+07:00') - 1, 91 * 1_440],
    ['before anybody called', Date.parse('2020-01-01T00:00:00Z'), 0],
    ['of the year nought', Date.parse('0000-01-01T00:00:00Z'), 0],
  ])('of a call %s is unknown to us, and no case', async (_, calledAt, minutesLater) => {
    const { clock, report, join, outcomes } = await world();
    clock.advance(minutesLater * MINUTE);
    await report({ callingNumber: POOL, ownLast4: lastFour(1), calledAt });
    clock.advance(11 * MINUTE);
    expect(await join()).toMatchObject({ failed: 0 });
    expect(outcomes()).toStrictEqual(['unknown']);
  });

  it('of a number that was not ours when it rang is unknown to us, and no case', async () => {
    const { clock, report, retire, join, outcomes } = await world();
    await report({ callingNumber: POOL, ownLast4: lastFour(1), calledAt: clock.now() - 60 * MINUTE });
    await retire();
    clock.advance(90 * 1_440 * MINUTE);
    await report({ callingNumber: POOL, ownLast4: lastFour(2) });
    clock.advance(2 * 1_440 * MINUTE);
    await report({ callingNumber: POOL, ownLast4: lastFour(3) });
    clock.advance(11 * MINUTE);
    await join();
    expect(outcomes().toSorted()).toStrictEqual(['spoofed-own-number', 'unknown', 'unknown']);
  });

  it('is joined however many others cannot be', async () => {
    const { clock, damaged, report, join, outcomes } = await world();
    for (let n = 0; n < 2_000; n += 1) {
      const { receipt } = await report({ callingNumber: POOL, ownLast4: '0001', text: String(n) });
      damaged.add(receipt);
    }
    clock.advance(MINUTE);
    for (let n = 0; n < 40; n += 1) await report({ callingNumber: POOL, ownLast4: lastFour(n) });
    clock.advance(11 * MINUTE);
    expect(await join()).toMatchObject({ failed: 2_000, remaining: false });
    expect(outcomes()).toHaveLength(40);
  });

  it('gets its turn where more come every minute than can be joined', async () => {
    const { clock, takes, report, join, resources } = await world();
    const first = await Promise.all(
      Array.from({ length: 32 }, (_, n) => report({ callingNumber: POOL, text: `first ${n}` })),
    );
    takes.milliseconds = 1_000;
    for (let minute = 0; minute < 60; minute += 1) {
      for (let n = 0; n < 16; n += 1) await report({ callingNumber: POOL, text: `${minute} ${n}` });
      const begun = clock.now();
      await join(10_000);
      clock.set(begun + MINUTE);
    }
    const joined = new Set(resources());
    expect(first.filter(({ receipt }) => !joined.has(receipt))).toStrictEqual([]);
  });

  it('about a number that shows so many calls that not all are looked at is joined with the latest, and is no case', async () => {
    const { clock, declare, list, report, join, outcomes } = await world();
    const before = clock.now();
    await declare(1, { state: 'ended', endedAt: before + MINUTE });
    clock.advance(60 * MINUTE);
    await list(5_000);
    clock.advance(MINUTE);
    await declare(2);
    for (const n of [1, 2]) await report({ callingNumber: POOL, ownLast4: lastFour(n) });
    clock.advance(11 * MINUTE);
    await join();
    expect(outcomes().toSorted()).toStrictEqual(['declared-own-call', 'unknown']);
  });

  it('that does not say whose number rang is joined with no call of others', async () => {
    const { clock, declare, report, join, outcomes } = await world();
    await declare(1);
    await report({ callingNumber: POOL });
    clock.advance(11 * MINUTE);
    await join();
    expect(outcomes()).toStrictEqual(['unknown']);
  });

  it('leaves nothing in the store that says a number, an account or a word of it', async () => {
    const { table, drafts, report } = await world();
    const said = {
      callingNumber: staffPhoneOf(1),
      ownLast4: '7777',
      text: 'CANARY-TEXT',
      account: 'CANARY0011',
    };
    await report(said);
    const stored = JSON.stringify(table.items(), (_, value: unknown) =>
      value instanceof Uint8Array ? String.fromCodePoint(...value) : value,
    );
    for (const word of [staffPhoneOf(1), staffPhoneOf(1).slice(3), '7777', 'CANARY'])
      expect([stored.includes(word), JSON.stringify(drafts).includes(word)]).toStrictEqual([false, false]);
  });

  it('of one network that reports too often is refused', async () => {
    const { report } = await world();
    const filed = Array.from({ length: 20 }, (_, n) =>
      report({ callingNumber: POOL, text: `${n}` }, 'demo', 'one'),
    );
    await Promise.all(filed);
    await expect(report({ callingNumber: POOL }, 'demo', 'one')).rejects.toMatchObject({
      code: 'REQUEST.RATE_LIMITED',
    });
  });
});
