import { TRANSACTION_LIMIT } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { issue, newParcel } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const TEN_SECONDS = 10_000;

/** Every transaction takes ten seconds once this is set. */
let slow = false;

const system = await testSystem({
  wrapTable: (table) => ({
    ...table,
    transact: (writes, token) => {
      if (slow) system.clock.advance(TEN_SECONDS);
      return table.transact(writes, token);
    },
  }),
});

interface Item {
  readonly status: number;
  readonly parcel?: { readonly token: string };
  readonly problem?: { readonly code: string };
}

const post = async (path: string, body: unknown, idempotencyKey: string): Promise<readonly Item[]> => {
  const headers = { 'idempotency-key': idempotencyKey };
  const answer = await system.as('order-system').post(path, body, headers);
  return ((await answer.json()) as { readonly results: readonly Item[] }).results;
};

describe('a request of many on a slow store', () => {
  it('begins no transaction after its deadline, says so item by item, and is completed by its repetition', async () => {
    const parcels = Array.from({ length: TRANSACTION_LIMIT }, () => newParcel());
    slow = true;
    const first = await post('/v1/parcels/batch', { parcels }, 'slow-batch');
    slow = false;
    const done = first.filter(({ status }) => status === 201);
    const left = first.filter(({ problem }) => problem?.code === 'REQUEST.OUT_OF_TIME');
    expect(done.length).toBeGreaterThan(0);
    expect(left.length).toBeGreaterThan(0);
    expect(done.length + left.length).toBe(parcels.length);

    const second = await post('/v1/parcels/batch', { parcels }, 'slow-batch');
    expect(second.every(({ status }) => status === 201)).toBe(true);
    const tokens = (items: readonly Item[]) =>
      items.filter((_, i) => first[i]?.status === 201).map(({ parcel }) => parcel?.token);
    expect(tokens(second)).toEqual(tokens(first));
  });

  it('does the same with scans', async () => {
    const parcels = await Promise.all(Array.from({ length: 12 }, () => issue(system)));
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    const events = parcels.map(({ parcelId }) => ({ parcelId, event: 'accepted', holder }));
    slow = true;
    const first = await post('/v1/custody-events', { events }, 'slow-scans');
    slow = false;
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200, 503]));
    const second = await post('/v1/custody-events', { events }, 'slow-scans');
    expect(second.every(({ status }) => status === 200)).toBe(true);
    expect(system.faults).toEqual([]);
  });
});
