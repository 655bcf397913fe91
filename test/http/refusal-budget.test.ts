import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { outage } from '../support/outage.ts';
import { issue, scan } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const store = outage();
const system = await testSystem({ wrapTable: (table) => staged.wrapTable(store.wrapTable(table)) });

/** Refusals per principal and minute that get an event of their own. */
const BUDGET = 3_000;

const MINUTE = 60_000;

/** Begins a new minute, in which somebody has already been refused so many times (by other processes, say). */
const inNewMinute = async (
  principal: string,
  refusals: number,
  more: Readonly<Record<string, number>> = {},
) => {
  const minute = Math.floor(system.clock.now() / MINUTE) + 1;
  system.clock.set(minute * MINUTE);
  await system.table.write({
    kind: 'put',
    key: keyOf('requests', 'refusalBudget', { tenant: 'demo', principal, minute: String(minute) }),
    item: { refusals, expiresAtSeconds: (minute + 2) * 60, ...more },
  });
};

const refused = (by: string) => system.as(by).get(`/v1/parcels/${'0'.repeat(32)}`);

/** What somebody's request asks of the store, in order. */
const askedOfStore = async (ask: () => Promise<unknown>): Promise<readonly string[]> => {
  const asked: string[] = [];
  store.lose((kind) => {
    asked.push(kind);
    return false;
  });
  await ask();
  store.lose();
  return asked;
};

const aggregated = async () =>
  (await recordedEvents(system.table)).filter(({ unmapped }) => unmapped.flags?.includes('aggregated'));

describe('the budget of refusals', () => {
  it('gives each refusal an event of its own up to the limit, and one event to all the rest of the minute', async () => {
    await inNewMinute('sorter-chi', BUDGET - 2);
    for (let i = 0; i < 2; i += 1) {
      const answer = await refused('sorter-chi');
      expect((await eventBehind(system.table, answer))?.status_code).toBe('PARCEL.UNKNOWN');
      expect(await codeOf(answer)).toBe('PARCEL.UNKNOWN');
    }
    const before = await recordedEvents(system.table);
    const first = await refused('sorter-chi');
    expect(first.status).toBe(429);
    expect(Number(first.headers.get('retry-after'))).toBeGreaterThanOrEqual(59);
    expect(Number(first.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await eventBehind(system.table, first)).toMatchObject({
      api: { operation: 'parcel.read' },
      resources: [],
      status_code: 'REQUEST.RATE_LIMITED',
      unmapped: { outcome: 'refused', policies: ['refusal-budget'], flags: ['aggregated'] },
    });
    expect(await codeOf(first)).toBe('REQUEST.RATE_LIMITED');
    for (let i = 0; i < 20; i += 1) {
      const answer = await refused('sorter-chi');
      expect([answer.status, receiptOf(answer)]).toEqual([429, undefined]);
    }
    expect(await recordedEvents(system.table)).toHaveLength(before.length + 1);
  });

  it('has one aggregated event where many refusals come at once beyond the limit', async () => {
    await inNewMinute('sorter-chi', BUDGET - 3);
    const before = (await aggregated()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => refused('sorter-chi')));
    const codes = await Promise.all(answers.map(codeOf));
    expect(codes.filter((code) => code === 'PARCEL.UNKNOWN')).toHaveLength(3);
    expect(codes.filter((code) => code === 'REQUEST.RATE_LIMITED')).toHaveLength(17);
    expect(await aggregated()).toHaveLength(before + 1);
  });

  it('spares the store whatever comes after the aggregated event', async () => {
    await inNewMinute('sorter-chi', BUDGET);
    await refused('sorter-chi');
    let transactions = 0;
    staged.stage((commit) => {
      transactions += 1;
      return commit();
    });
    for (let i = 0; i < 5; i += 1) expect((await refused('sorter-chi')).status).toBe(429);
    staged.stage();
    expect(transactions).toBe(0);
  });

  it('leaves the aggregated event to whichever process was first', async () => {
    await inNewMinute('sorter-chi', BUDGET, { aggregates: 1 });
    const before = await recordedEvents(system.table);
    const answer = await refused('sorter-chi');
    expect([answer.status, receiptOf(answer)]).toEqual([429, undefined]);
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
  });

  it('begins anew with the next minute', async () => {
    await inNewMinute('sorter-chi', BUDGET);
    expect(await codeOf(await refused('sorter-chi'))).toBe('REQUEST.RATE_LIMITED');
    await inNewMinute('sorter-chi', 0);
    const answer = await refused('sorter-chi');
    expect(receiptOf(answer)).toBeDefined();
    expect(await codeOf(answer)).toBe('PARCEL.UNKNOWN');
    expect(await codeOf(await refused('sorter-chi'))).toBe('PARCEL.UNKNOWN');
  });

  it('stands in the way of nobody else, and of nothing that is allowed', async () => {
    const { parcelId } = await issue(system);
    await inNewMinute('sorter-chi', BUDGET);
    expect((await refused('sorter-chi')).status).toBe(429);
    const allowed = await system.as('sorter-chi').get(`/v1/parcels/${parcelId}`);
    expect(allowed.status).toBe(200);
    expect((await eventBehind(system.table, allowed))?.unmapped.outcome).toBe('allowed');
    expect(await codeOf(await refused('dispatcher-phong'))).toBe('PARCEL.UNKNOWN');
  });

  it('costs nobody else a request to the store more, and the store no write, however long somebody goes on', async () => {
    const { parcelId } = await issue(system);
    await inNewMinute('sorter-chi', BUDGET);
    const others = [
      () => system.as('desk-em').get(`/v1/parcels/${parcelId}`),
      () => refused('dispatcher-phong'),
      () => system.as('auditor-khanh').post('/v1/audit/queries', { limit: 1 }),
    ];
    const askOthers = async () => {
      const asked = [];
      for (const ask of others) asked.push(await askedOfStore(ask));
      return asked;
    };
    await askOthers();
    const before = await askOthers();
    await refused('sorter-chi');
    const waiting = (await recordedEvents(system.table)).length;
    const looped = await Promise.all(Array.from({ length: 200 }, () => refused('sorter-chi')));
    expect(new Set(looped.map(({ status }) => status))).toEqual(new Set([429]));
    expect(await askedOfStore(() => refused('sorter-chi'))).not.toContain('record');
    expect(await askedOfStore(() => refused('sorter-chi'))).not.toContain('write');
    expect(await recordedEvents(system.table)).toHaveLength(waiting);
    expect(await askOthers()).toEqual(before);
  });

  it('holds for the items of a batch: the refused ones are 429, the good ones go through', async () => {
    const { token } = await issue(system);
    await inNewMinute('sorter-chi', BUDGET - 1);
    const before = (await aggregated()).length;
    const results = await scan(system, 'sorter-chi', [
      { parcelId: '0'.repeat(32), event: 'accepted' },
      { parcelId: '0'.repeat(32), event: 'arrived' },
      { token, event: 'accepted' },
      { parcelId: '0'.repeat(32), event: 'accepted' },
    ]);
    expect(results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      'PARCEL.UNKNOWN',
      'REQUEST.RATE_LIMITED',
      200,
      'REQUEST.RATE_LIMITED',
    ]);
    expect(await aggregated()).toHaveLength(before + 1);
  });

  it('counts what is put on record, and no request that is merely malformed or conflicting', async () => {
    await inNewMinute('order-system', BUDGET - 1);
    const { waybillNumber } = await issue(system);
    for (const body of [{}, { waybillNumber }])
      expect((await system.as('order-system').post('/v1/parcels', body)).status).toBe(422);
    expect(await codeOf(await refused('order-system'))).toBe('PARCEL.UNKNOWN');
    expect(await codeOf(await refused('order-system'))).toBe('REQUEST.RATE_LIMITED');
    expect(system.faults).toEqual([]);
  });
});
