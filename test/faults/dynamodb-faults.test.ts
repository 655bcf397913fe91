import { dynamoTable, type DynamoTableOptions } from '@temkin/dynamodb';
import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Key, RangeQuery, Table, Write } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { errorAnswer, faultyProxy, type Fault } from '../support/faulty-proxy.ts';
import { testClient, testStore, testTable } from '../support/store.ts';

const { table: direct, prefix } = await testTable();
const proxy = await faultyProxy((await testStore()).endpoint);
const client = testClient(proxy.endpoint);
afterAll(async () => {
  client.destroy();
  await proxy.stop();
});

/** A table behind the proxy whose waits pass at once and whose deadline counts only them. */
const behindProxy = (options: Partial<DynamoTableOptions> = {}): Table => {
  let now = 0;
  return dynamoTable({
    client,
    prefix,
    monotonicNow: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    random: () => 1,
    ...options,
  });
};
const table = behindProxy();
const impatient = behindProxy({ attemptTimeoutMilliseconds: 100 });

const lost = (answer: Fault['answer']): Fault => ({ forwarded: false, answer });
const applied = (answer: Fault['answer']): Fault => ({ forwarded: true, answer });
const BROKEN = errorAnswer(500, 'InternalServerError');
const UNAVAILABLE = errorAnswer(503, 'ServiceUnavailable');
const THROTTLED = errorAnswer(400, 'ProvisionedThroughputExceededException');
const DENIED = errorAnswer(400, 'AccessDeniedException');
const IN_PROGRESS = errorAnswer(400, 'TransactionInProgressException');
const cancelled = (...codes: readonly string[]): Fault['answer'] =>
  errorAnswer(400, 'TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

const COMMITTED = { outcome: 'committed' };
const freshKey = (): Key => ({ table: 'parcels', partition: `P#${randomUUID()}`, sort: 'sort' });
const addOne = (key: Key): Write & { kind: 'update' } => ({ kind: 'update', key, add: { n: 1 } });
const putOnce = (key: Key): Write & { kind: 'put' } => ({
  kind: 'put',
  key,
  item: { n: 1 },
  condition: 'absent',
});
const range = (key: Key): RangeQuery => ({ table: key.table, partition: key.partition, limit: 5 });
const wire = ({ partition, sort }: Key) => ({ pk: { S: partition }, sk: { S: sort } });
/** How many of a request's reads are consistent. */
const consistent = (body: string): number => body.split('"ConsistentRead":true').length - 1;

describe('a transaction', () => {
  it.each<[string, Fault]>([
    ['lost with the connection', lost('drop')],
    ['applied, the connection lost after it', applied('drop')],
    ['lost in a failing store', lost(BROKEN)],
    ['applied by a failing store', applied(BROKEN)],
    ['lost in an unavailable store', lost(UNAVAILABLE)],
    ['applied and reported as still in progress', applied(IN_PROGRESS)],
    ['throttled', lost(THROTTLED)],
    ['cancelled by a conflict', lost(cancelled('TransactionConflict', 'None'))],
    ['cancelled by throttling', lost(cancelled('None', 'ThrottlingError'))],
  ])('%s is sent again, byte for byte, and applied once', async (_, fault) => {
    const key = freshKey();
    proxy.plan([fault]);
    const writes = [addOne(key), putOnce({ ...key, sort: 'once' })];
    expect(await table.transact(writes, randomUUID())).toEqual(COMMITTED);
    expect(await direct.get(key)).toEqual({ n: 1 });
    expect(proxy.bodies).toHaveLength(2);
    expect(proxy.bodies[1]).toBe(proxy.bodies[0]);
  });

  it.each<[string, Fault]>([
    ['hanging before it was applied', lost('hang')],
    ['hanging after it was applied', applied('hang')],
    ['stalling within its answer', applied('stall')],
  ])('%s is cut off, sent again and applied once', async (_, fault) => {
    const key = freshKey();
    proxy.plan([fault]);
    expect(await impatient.transact([addOne(key), putOnce({ ...key, sort: 'once' })], randomUUID())).toEqual(
      COMMITTED,
    );
    expect(await direct.get(key)).toEqual({ n: 1 });
  });

  it.each<[string, Fault]>([
    ['applied, its answers lost', applied('drop')],
    ['lost, for all that anyone can tell', lost('drop')],
    ['broken by the store', lost(BROKEN)],
    ['in progress for ever', lost(IN_PROGRESS)],
  ])('%s until the deadline has an unknown outcome', async (_, fault) => {
    proxy.plan([], fault);
    await expect(table.transact([addOne(freshKey())], randomUUID())).rejects.toThrow(OutcomeUnknown);
    expect(proxy.bodies.length).toBeGreaterThan(2);
  });

  it('hanging until the deadline has an unknown outcome', async () => {
    proxy.plan([], lost('hang'));
    const hasty = behindProxy({ attemptTimeoutMilliseconds: 50, giveUpAfterMilliseconds: 60 });
    await expect(hasty.transact([addOne(freshKey())], randomUUID())).rejects.toThrow(OutcomeUnknown);
    expect(proxy.bodies).toHaveLength(2);
  });

  it.each<[string, Fault]>([
    ['throttled', lost(THROTTLED)],
    ['in conflict', lost(cancelled('TransactionConflict'))],
  ])('%s until the deadline finds the store unavailable and has written nothing', async (_, fault) => {
    const key = freshKey();
    proxy.plan([], fault);
    await expect(table.transact([addOne(key)], randomUUID())).rejects.toThrow(StoreUnavailable);
    expect(await direct.get(key)).toBeUndefined();
  });

  it('throttled until the deadline after one lost answer has an unknown outcome', async () => {
    const key = freshKey();
    proxy.plan([applied('drop')], lost(THROTTLED));
    await expect(table.transact([addOne(key)], randomUUID())).rejects.toThrow(OutcomeUnknown);
    expect(await direct.get(key)).toEqual({ n: 1 });
  });

  it('is not tried again once the store has denied it for good', async () => {
    proxy.plan([], lost(DENIED));
    await expect(table.transact([addOne(freshKey())], randomUUID())).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(proxy.bodies).toHaveLength(1);
    proxy.plan([], lost(cancelled('None', 'ValidationError')));
    await expect(table.transact([addOne(freshKey())], randomUUID())).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    expect(proxy.bodies).toHaveLength(1);
  });

  it('denied after a lost answer has an unknown outcome', async () => {
    proxy.plan([applied('drop')], lost(DENIED));
    await expect(table.transact([addOne(freshKey())], randomUUID())).rejects.toThrow(OutcomeUnknown);
  });

  it('is refused by the conditions that failed, even where other reasons stand beside them', async () => {
    proxy.plan([], lost(cancelled('TransactionConflict', 'ConditionalCheckFailed', 'None')));
    const writes = [freshKey(), freshKey(), freshKey()].map(addOne);
    expect(await table.transact(writes, randomUUID())).toEqual({ outcome: 'refused', failed: [1] });
    expect(proxy.bodies).toHaveLength(1);
  });
});

describe('a single write', () => {
  it('that was lost is sent again', async () => {
    const key = freshKey();
    proxy.plan([lost('drop'), lost(BROKEN), lost(THROTTLED)]);
    expect(await table.write(putOnce(key))).toEqual(COMMITTED);
    expect(await direct.get(key)).toEqual({ n: 1 });
  });

  it.each<[string, Fault]>([
    ['the connection', applied('drop')],
    ['a failing store', applied(BROKEN)],
  ])(
    'whose condition fails because its own first attempt was applied behind %s is of unknown outcome',
    async (_, fault) => {
      const key = freshKey();
      proxy.plan([fault]);
      await expect(table.write(putOnce(key))).rejects.toThrow(OutcomeUnknown);
      expect(await direct.get(key)).toEqual({ n: 1 });
    },
  );

  it('whose condition fails after attempts that surely came to nothing is refused', async () => {
    const key = freshKey();
    await direct.write({ kind: 'put', key, item: { n: 0 } });
    proxy.plan([lost(THROTTLED), lost(errorAnswer(400, 'TransactionConflictException'))]);
    expect(await table.write(putOnce(key))).toEqual({ outcome: 'refused', failed: [0] });
  });

  it('that says the same twice is sent again after a lost answer', async () => {
    const key = freshKey();
    for (const write of [
      { kind: 'put', key, item: { a: 1 } },
      { kind: 'update', key, set: { b: 2 } },
      { kind: 'update', key, remove: ['a'], condition: 'present' },
    ] as const) {
      proxy.plan([applied('drop')]);
      expect(await table.write(write)).toEqual(COMMITTED);
    }
    expect(await direct.get(key)).toEqual({ b: 2 });
    proxy.plan([applied('drop')]);
    expect(await table.write({ kind: 'delete', key })).toEqual(COMMITTED);
    expect(await direct.get(key)).toBeUndefined();
  });

  it('that adds is counted once, whatever is lost', async () => {
    const key = freshKey();
    proxy.plan([applied('drop'), applied(BROKEN), lost('drop')]);
    expect(await table.write(addOne(key))).toEqual(COMMITTED);
    expect(await direct.get(key)).toEqual({ n: 1 });
  });

  it('fails by the deadline as a transaction does', async () => {
    proxy.plan([], lost('drop'));
    await expect(table.write(putOnce(freshKey()))).rejects.toThrow(OutcomeUnknown);
    proxy.plan([], lost(THROTTLED));
    await expect(table.write(putOnce(freshKey()))).rejects.toThrow(StoreUnavailable);
  });
});

describe('a read', () => {
  it.each<[string, Fault]>([
    ['a lost connection', lost('drop')],
    ['a failing store', lost(BROKEN)],
    ['throttling', lost(THROTTLED)],
    ['a hanging store', lost('hang')],
    ['a stalled answer', lost('stall')],
  ])('survives %s', async (_, fault) => {
    const key = freshKey();
    await direct.write({ kind: 'put', key, item: { n: 1 } });
    proxy.plan([fault]);
    expect(await impatient.get(key)).toEqual({ n: 1 });
    proxy.plan([fault]);
    expect(await impatient.getMany([key])).toEqual([{ n: 1 }]);
    proxy.plan([fault]);
    expect(await impatient.query(range(key))).toEqual({ items: [{ sort: key.sort, item: { n: 1 } }] });
  });

  it.each<[string, Fault]>([
    ['lost', lost('drop')],
    ['broken', lost(BROKEN)],
    ['throttled', lost(THROTTLED)],
  ])('%s until the deadline finds the store unavailable', async (_, fault) => {
    const key = freshKey();
    proxy.plan([], fault);
    await expect(table.get(key)).rejects.toThrow(StoreUnavailable);
    await expect(table.getMany([key])).rejects.toThrow(StoreUnavailable);
    await expect(table.query(range(key))).rejects.toThrow(StoreUnavailable);
  });

  it('asks for what is stored now, not for what was a moment ago', async () => {
    proxy.plan([]);
    await table.get(freshKey());
    await table.getMany([freshKey(), { ...freshKey(), table: 'access' }]);
    await table.query(range(freshKey()));
    expect(proxy.bodies.map(consistent)).toEqual([1, 2, 1]);
  });

  it('of many asks again for the keys that the store left undone, and for those only', async () => {
    const [done, undone] = [freshKey(), freshKey()];
    await direct.write({ kind: 'put', key: undone, item: { n: 2 } });
    const tableName = `${prefix}parcels`;
    const Keys = [wire(undone)];
    const body = {
      Responses: { [tableName]: [{ ...wire(done), n: { N: '1' } }] },
      UnprocessedKeys: { [tableName]: { Keys, ConsistentRead: true } },
    };
    proxy.plan([lost({ status: 200, body })]);
    expect(await table.getMany([undone, done])).toEqual([{ n: 2 }, { n: 1 }]);
    expect(JSON.parse(proxy.bodies[1] ?? '')).toMatchObject({ RequestItems: { [tableName]: { Keys } } });
  });
});

/** Thirty items: more than one BatchWriteItem takes. */
const thirtyItems = async (): Promise<readonly Key[]> => {
  const keys = Array.from({ length: 30 }, freshKey);
  for (const key of keys) await direct.write({ kind: 'put', key, item: { n: 1 } });
  return keys;
};
const remaining = async (keys: readonly Key[]): Promise<number> =>
  (await direct.getMany(keys)).filter((item) => item !== undefined).length;

describe('the deletion of many', () => {
  it.each<[string, Fault]>([
    ['lost with the connection', lost('drop')],
    ['applied, the connection lost after it', applied('drop')],
    ['broken by the store', lost(BROKEN)],
    ['throttled', lost(THROTTLED)],
    ['hanging after it was applied', applied('hang')],
  ])('is sent again where a part of it was %s', async (_, fault) => {
    const keys = await thirtyItems();
    proxy.plan([fault]);
    await impatient.deleteMany(keys);
    expect(await remaining(keys)).toBe(0);
    expect(proxy.bodies).toHaveLength(3);
  });

  it('is asked for again for the items that the store left undone, and for those only', async () => {
    const [done, undone] = [freshKey(), freshKey()];
    await direct.write({ kind: 'put', key: undone, item: { n: 1 } });
    const UnprocessedItems = { [`${prefix}parcels`]: [{ DeleteRequest: { Key: wire(undone) } }] };
    proxy.plan([lost({ status: 200, body: { UnprocessedItems } })]);
    await table.deleteMany([undone, done]);
    expect(JSON.parse(proxy.bodies[1] ?? '')).toEqual({ RequestItems: UnprocessedItems });
    expect(await direct.get(undone)).toBeUndefined();
  });

  it('finds the store unavailable where nothing can have been deleted by the deadline', async () => {
    const keys = await thirtyItems();
    proxy.plan([], lost(THROTTLED));
    await expect(table.deleteMany(keys)).rejects.toThrow(StoreUnavailable);
    expect(await remaining(keys)).toBe(30);
  });

  it('has an unknown outcome by the deadline where some of it may have been applied', async () => {
    const keys = await thirtyItems();
    proxy.plan([], applied('drop'));
    await expect(table.deleteMany(keys)).rejects.toThrow(OutcomeUnknown);
    const [undone, done] = [freshKey(), freshKey()];
    const UnprocessedItems = { [`${prefix}parcels`]: [{ DeleteRequest: { Key: wire(undone) } }] };
    proxy.plan([], lost({ status: 200, body: { UnprocessedItems } }));
    await expect(table.deleteMany([undone, done])).rejects.toThrow(OutcomeUnknown);
  });

  it('has an unknown outcome where one part was applied and another denied', async () => {
    const keys = await thirtyItems();
    proxy.plan([lost(DENIED)]);
    await expect(table.deleteMany(keys)).rejects.toThrow(OutcomeUnknown);
    expect([5, 25]).toContain(await remaining(keys));
  });

  it('is not tried again once the store has denied it for good', async () => {
    proxy.plan([], lost(DENIED));
    await expect(table.deleteMany(await thirtyItems())).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(proxy.bodies).toHaveLength(2);
  });
});

describe('the deletion of many by a transaction', () => {
  const transacting = behindProxy({ deletions: 'transactions' });

  it('is one request, sent again byte for byte where no answer came', async () => {
    const keys = await thirtyItems();
    proxy.plan([applied('drop')]);
    await transacting.deleteMany(keys);
    expect(await remaining(keys)).toBe(0);
    expect(proxy.bodies).toHaveLength(2);
    expect(proxy.bodies[1]).toBe(proxy.bodies[0]);
  });

  it('fails by the deadline as a transaction does', async () => {
    const keys = await thirtyItems();
    proxy.plan([], lost(THROTTLED));
    await expect(transacting.deleteMany(keys)).rejects.toThrow(StoreUnavailable);
    proxy.plan([], lost('drop'));
    await expect(transacting.deleteMany(keys)).rejects.toThrow(OutcomeUnknown);
    expect(await remaining(keys)).toBe(30);
  });
});

describe('a store that nobody listens for', () => {
  it('is unavailable for reads and writes alike: nothing was ever sent', async () => {
    const gone = await faultyProxy('http://127.0.0.1:1');
    await gone.stop();
    const nobody = testClient(gone.endpoint);
    const unreachable = behindProxy({ client: nobody });
    const key = freshKey();
    await expect(unreachable.get(key)).rejects.toThrow(StoreUnavailable);
    await expect(unreachable.write(putOnce(key))).rejects.toThrow(StoreUnavailable);
    await expect(unreachable.deleteMany([key])).rejects.toThrow(StoreUnavailable);
    await expect(unreachable.transact([addOne(key)], randomUUID())).rejects.toThrow(StoreUnavailable);
    nobody.destroy();
  });
});
