import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billOf, usageOf, usdOf } from '../bench/src/cost/bill.ts';
import { readUnits, writeUnits } from '../bench/src/cost/capacity-units.ts';
import { costPage } from '../bench/src/cost/cost-page.ts';
import { countRequests } from '../bench/src/cost/count-requests.ts';
import { figuresOf } from '../bench/src/cost/figures.ts';
import { itemBytes } from '../bench/src/cost/item-size.ts';
import { journey } from '../bench/src/cost/journey.ts';
import { PRICE_NAMES, PRICES } from '../bench/src/cost/prices.ts';
import { registryCosts, type RegistryCosts } from '../bench/src/cost/registry-costs.ts';
import type { Step } from '../bench/src/cost/step.ts';
import { NOTHING, sumOf } from '../bench/src/cost/tally.ts';
import { testClient, testStore, testTable } from '../support/store.ts';

const KB = 1_024;

const keyed = (name: string) => ({ pk: { S: name }, sk: { S: 's' } });

/** An item of so many bytes. */
const sized = (name: string, bytes: number) => ({
  ...keyed(name),
  b: { B: new Uint8Array(bytes - itemBytes(keyed(name)) - 1) },
});

describe('the size of an item', () => {
  it.each([
    ['a string, in UTF-8 with its name', { đ: { S: 'Hà' } }, 2 + 3],
    ['a number: a byte for two digits begun, and one', { n: { N: '12345' } }, 1 + 3 + 1],
    ['a number without the zeros before and behind', { n: { N: '1700000000000' } }, 1 + 1 + 1],
    ['a fraction without its point', { n: { N: '-0.0125' } }, 1 + 2 + 1],
    ['a number with an exponent', { n: { N: '1.5e+21' } }, 1 + 1 + 1],
    ['a binary value, raw', { b: { B: new Uint8Array(24) } }, 1 + 24],
    ['a Boolean', { is: { BOOL: false } }, 2 + 1],
    ['an empty list', { l: { L: [] } }, 1 + 3],
    ['a list, a byte more for each element', { l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 1 + 3 + 3 + 2],
    ['a map, names and values and a byte for each', { m: { M: { key: { S: 'v' } } } }, 1 + 3 + 3 + 1 + 1],
  ])('counts %s', (_what, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });

  it('is not guessed for a type that is never written', () => {
    expect(() => itemBytes({ s: { SS: ['a'] } })).toThrow(TypeError);
  });
});

describe('capacity units', () => {
  it('are counted for reads as in the examples of AWS', () => {
    expect(readUnits([3.5 * KB], 'item by item')).toBe(1);
    expect(readUnits([8 * KB], 'item by item')).toBe(2);
    expect(readUnits([10 * KB], 'item by item')).toBe(3);
    expect(readUnits([1.5 * KB, 6.5 * KB], 'item by item')).toBe(3);
    expect(
      readUnits(
        Array.from({ length: 10 }, () => 4.08 * KB),
        'together',
      ),
    ).toBe(11);
  });

  it('are counted for writes as in the examples of AWS, by the larger of before and after', () => {
    expect(writeUnits({ before: 0, after: 512 }, 'single')).toBe(1);
    expect(writeUnits({ before: 0, after: 1.5 * KB }, 'single')).toBe(2);
    expect(writeUnits({ before: 0, after: 3 * KB }, 'transaction')).toBe(6);
    expect(writeUnits({ before: 2 * KB, after: 100 }, 'single')).toBe(2);
    expect(writeUnits({ before: KB, after: KB }, 'single')).toBe(1);
    expect(writeUnits({ before: KB + 1, after: 0 }, 'single')).toBe(2);
  });

  it('are one at least, for what is not there', () => {
    expect(readUnits([0], 'item by item')).toBe(1);
    expect(readUnits([], 'together')).toBe(1);
    expect(writeUnits({ before: 0, after: 0 }, 'single')).toBe(1);
    expect(writeUnits({ before: 0, after: 0 }, 'transaction')).toBe(2);
  });
});

describe('what is counted of requests', async () => {
  const { client, prefix } = await testTable();
  const reader = testClient((await testStore()).endpoint);
  afterAll(() => reader.destroy());
  const counting = { client, reader, monthsKept: (end = 9) => end };
  const TableName = `${prefix}parcels`;

  it('is each read by the items it finds, and one unit for each that it does not', async () => {
    await client.send(new PutItemCommand({ TableName, Item: sized('read', 5 * KB) }));
    const tally = await countRequests(counting, async () => {
      await client.send(new GetItemCommand({ TableName, Key: keyed('read') }));
      await client.send(new GetItemCommand({ TableName, Key: keyed('nothing') }));
      const Keys = [keyed('read'), keyed('nothing')];
      await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
      await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'read' } },
        }),
      );
    });
    expect(tally).toEqual({ ...NOTHING, requests: 4, readUnits: 2 + 1 + 3 + 2 });
  });

  it('is each write by its item before and after, and what stays of it, in bytes and months', async () => {
    const put = await countRequests(counting, () =>
      client.send(new PutItemCommand({ TableName, Item: sized('write', 1_500) })),
    );
    expect(put).toEqual({ ...NOTHING, requests: 1, writeUnits: 2, byteMonths: 1_600 * 9 });

    const update = await countRequests(counting, () =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyed('write'),
          UpdateExpression: 'SET b = :b',
          ExpressionAttributeValues: { ':b': { S: '' } },
        }),
      ),
    );
    expect(update).toMatchObject({ writeUnits: 2, byteMonths: (itemBytes(keyed('write')) + 1 - 1_500) * 9 });

    const deletion = await countRequests(counting, () =>
      client.send(new DeleteItemCommand({ TableName, Key: keyed('write') })),
    );
    expect(deletion).toMatchObject({ writeUnits: 1, byteMonths: -(itemBytes(keyed('write')) + 101) * 9 });
  });

  it('is each item of a transaction twice, checks and events by themselves', async () => {
    await client.send(new PutItemCommand({ TableName, Item: sized('checked', 2 * KB) }));
    const Condition = { ConditionExpression: 'attribute_exists(pk)' };
    const tally = await countRequests(counting, () =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { ConditionCheck: { TableName, Key: keyed('checked'), ...Condition } },
            { Put: { TableName, Item: sized('changed', 500) } },
            { Put: { TableName: `${prefix}outbox`, Item: sized('event', 1_100) } },
          ],
        }),
      ),
    );
    expect(tally).toEqual({
      ...NOTHING,
      requests: 1,
      writeUnits: 4 + 2 + 4,
      checkUnits: 4,
      eventUnits: 4,
      events: 1,
      // An event leaves the outbox within seconds.
      byteMonths: 600 * 9,
    });
  });

  it('is each item of a batch once, be it put or deleted', async () => {
    await client.send(new PutItemCommand({ TableName: `${prefix}outbox`, Item: sized('leaving', 1_500) }));
    const tally = await countRequests(counting, () =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [`${prefix}outbox`]: [{ DeleteRequest: { Key: keyed('leaving') } }],
            [TableName]: [{ PutRequest: { Item: sized('batched', 500) } }],
          },
        }),
      ),
    );
    expect(tally).toEqual({ ...NOTHING, requests: 1, writeUnits: 2 + 1, eventUnits: 2, byteMonths: 600 * 9 });
  });

  it('stays no longer than the item’s own last instant', async () => {
    const Item = { ...sized('short', 500), expiresAtSeconds: { N: '2' } };
    const tally = await countRequests(counting, () => client.send(new PutItemCommand({ TableName, Item })));
    expect(tally.byteMonths).toBe((itemBytes(Item) + 100) * 2);
  });

  it('is nothing where the store refused a request, or where nobody knows its price', async () => {
    const refused = new PutItemCommand({
      TableName,
      Item: keyed('refused'),
      ConditionExpression: 'attribute_exists(pk)',
    });
    await expect(countRequests(counting, () => client.send(refused).catch(() => undefined))).rejects.toThrow(
      'refused',
    );
    await expect(countRequests(counting, () => client.send(new ScanCommand({ TableName })))).rejects.toThrow(
      'ScanCommand',
    );
  });
});

describe('the journey of a parcel', () => {
  let steps: readonly Step[] = [];
  let registry: RegistryCosts;
  beforeAll(async () => {
    [steps, registry] = [await journey(), await registryCosts()];
  }, 180_000);

  it('is what docs/cost.md tells (else: npm run cost)', () => {
    const committed = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    expect(costPage(steps, registry)).toBe(committed);
  });

  it('is issue, six scans, a call, and the end of its label key; each scan writes one event', () => {
    const scans = steps.filter(
      ({ httpRequests, run }) => httpRequests === 1 && run.function !== 'caller-id-api',
    );
    expect(scans).toHaveLength(6);
    for (const { name, store } of scans) expect(store.eventUnits, name).toBe(2);
    expect(steps.map(({ name }) => name)).toEqual([
      'issue',
      ...scans.slice(0, 4).map(({ name }) => name),
      'declare a call',
      'hear of the call',
      'look after the call',
      ...scans.slice(4).map(({ name }) => name),
      'reconcile',
      'look whom to tell',
      'shred label',
      'shred parcel',
      'move events into the log',
      'index the log',
    ]);
  });

  it('has its call on record: opened, declared and connected, three reports, and forgotten', () => {
    const events = Object.fromEntries(steps.map(({ name, store }) => [name, store.events]));
    expect(events).toMatchObject({ 'declare a call': 3, 'hear of the call': 3, 'look after the call': 1 });
  });

  it('costs what its parts cost, price by price and step by step', () => {
    const { total, usage, store, requests, storage } = figuresOf(steps);
    const byPrice = Object.values(billOf(usage)).reduce((sum, usd) => sum + usd, 0);
    const keys = billOf(usage).keyRequest;
    const bySteps = steps.reduce((sum, step) => sum + usdOf(usageOf(step)), keys);
    expect(byPrice).toBeCloseTo(total, 6);
    expect(bySteps).toBeCloseTo(total, 6);
    expect(requests + storage).toBeCloseTo(total, 6);
    expect(store).toEqual(sumOf(steps.map((step) => step.store)));
    expect(billOf(usage).writeUnit).toBeCloseTo(store.writeUnits * 0.625, 6);
  });

  it('leaves no price unused', () => {
    const bill = billOf(figuresOf(steps).usage);
    for (const name of PRICE_NAMES) expect(bill[name], PRICES[name].service).toBeGreaterThan(0);
  });
});
