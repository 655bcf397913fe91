import { OutcomeUnknown } from '@temkin/kernel';
import { keyOf, type Item, type Table } from '@temkin/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { down, FATES } from '../support/failing-writes.ts';
import { issue, newParcel, type Issued } from '../support/parcels.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

type Single = Table['write'];

const staged = stagedTable();
/** What single writes go through on their way to the store. */
let single: (commit: () => ReturnType<Single>) => ReturnType<Single> = (commit) => commit();
const system = await testSystem({
  wrapTable: (table) => ({
    ...staged.wrapTable(table),
    write: (write) => single(() => table.write(write)),
  }),
});
const receiver = await webhookReceiver();
afterAll(receiver.stop);

const WEBHOOK = { url: receiver.url, events: ['parcel.state-changed'] };
const LEASE_MILLISECONDS = 301_000;

beforeAll(async () => {
  await system.as('order-system').post('/v1/webhooks', WEBHOOK);
});

beforeEach(() => {
  receiver.received.length = 0;
  staged.stage();
  single = (commit) => commit();
});

const told = (): readonly string[] => receiver.events().map(({ data }) => String(data['parcelId']));

const ids = (): readonly unknown[] => receiver.received.map(({ headers }) => headers['webhook-id']);

/** Runs the sender until a lease that was left over has ended, and then once more. */
const runAgain = async (): Promise<void> => {
  system.clock.advance(LEASE_MILLISECONDS);
  const { faults } = await system.sendWebhooks();
  expect(faults).toEqual([]);
};

describe('a change', () => {
  it('that is not made is not announced, and one that is made is announced in the same transaction', async () => {
    staged.once(down);
    const answer = await system.as('order-system').post('/v1/parcels', newParcel());
    expect(answer.status).toBe(503);
    await system.sendWebhooks();
    expect(told()).toEqual([]);

    const from = staged.committed.length;
    const { parcelId } = await issue(system);
    const written = staged.committed.slice(from).map(({ key }) => key);
    expect(written.some(({ table, partition }) => table === 'webhooks' && partition.startsWith('A#'))).toBe(
      true,
    );
    await system.sendWebhooks();
    expect(told()).toEqual([parcelId]);
  });

  it('in a batch of many is announced with each parcel of it, once', async () => {
    const parcels = Array.from({ length: 25 }, () => newParcel());
    const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
    const { results } = (await answer.json()) as { readonly results: readonly { readonly parcel: Issued }[] };
    await system.sendWebhooks();
    expect(told().toSorted()).toEqual(results.map(({ parcel }) => parcel.parcelId).toSorted());
    expect(new Set(ids()).size).toBe(25);
  });

  it('costs no write where nobody wants to be told', async () => {
    const from = staged.committed.length;
    await issue(system, {}, 'other-order-system');
    expect(staged.committed.slice(from).filter(({ key }) => key.table === 'webhooks')).toEqual([]);
  });

  it('that cannot be read, in whatever way, stops no other', async () => {
    const keys = ['0', '1'].map((part) =>
      keyOf('webhooks', 'announcement', { shard: '0', eventId: '0', tenant: 'demo', part }),
    );
    const [broken, foreign] = keys;
    if (broken === undefined || foreign === undefined) throw new Error('there are two');
    await system.table.write({ kind: 'put', key: broken, item: { announcedAt: 0 } });
    await system.table.write({
      kind: 'put',
      key: foreign,
      item: { announcedAt: 0, changes: [{ state: 'x' }] },
    });
    const parcels: string[] = [];
    for (let i = 0; i < 40; i += 1) parcels.push((await issue(system)).parcelId);
    const { delivered, faults } = await system.sendWebhooks();
    expect([delivered, faults.length]).toEqual([40, 2]);
    expect(told().toSorted()).toEqual(parcels.toSorted());
    for (const key of keys) await system.table.write({ kind: 'delete', key });
  });

  it.each(['lost', 'applied'] as const)('is told once where passing it on is %s', async (how) => {
    const { parcelId } = await issue(system);
    staged.once(FATES[how]);
    expect((await system.sendWebhooks()).faults.length).toBe(1);
    await runAgain();
    expect(told()).toEqual([parcelId]);
  });
});

describe('a message', () => {
  it.each(['lost', 'applied'] as const)(
    'whose mark as delivered is %s is sent again under the same id, if at all',
    async (how) => {
      const { parcelId } = await issue(system);
      let writes = 0;
      single = async (commit) => {
        // The lease comes first, then the mark; then the process is gone.
        writes += 1;
        if (writes === 1) return commit();
        if (writes === 2 && how === 'applied') await commit();
        throw new OutcomeUnknown('told to');
      };
      expect((await system.sendWebhooks()).faults.length).toBe(1);
      expect(told()).toEqual([parcelId]);
      single = (commit) => commit();
      await runAgain();
      expect(told()).toEqual(how === 'lost' ? [parcelId, parcelId] : [parcelId]);
      expect(new Set(ids()).size).toBe(1);
    },
  );

  it.each(['lost', 'applied'] as const)('that failed is not lost where its delay is %s', async (how) => {
    const { parcelId } = await issue(system);
    receiver.answers(500);
    let transactions = 0;
    staged.stage((commit, writes) => {
      transactions += 1;
      // The first passes the change on.
      if (transactions === 1) return commit();
      staged.stage();
      return FATES[how](commit, writes);
    });
    expect((await system.sendWebhooks()).faults.length).toBe(1);
    receiver.answers(204);
    await runAgain();
    expect([...new Set(told())]).toEqual([parcelId]);
    expect([receiver.received.length, new Set(ids()).size]).toEqual([2, 1]);
  });

  it('is sent once by two runs at the same time', async () => {
    await Promise.all(Array.from({ length: 10 }, () => issue(system)));
    await Promise.all([system.sendWebhooks(), system.sendWebhooks(), system.sendWebhooks()]);
    await runAgain();
    expect([receiver.received.length, new Set(ids()).size]).toEqual([10, 10]);
  });
});

/** Everything that is kept of the first tenant's webhooks, by partition and sort key. */
const kept = async (webhookIds: readonly string[]): Promise<ReadonlyMap<string, Item>> => {
  const shards = Array.from('0123456789abcdef', (digit) => `A#${digit}`);
  const queues = webhookIds.map((webhookId) => `M#demo#${webhookId}`);
  const items = new Map<string, Item>();
  for (const partition of ['T#demo', 'ALL', ...shards, ...queues]) {
    const page = await system.table.query({ table: 'webhooks', partition, limit: 1_000 });
    for (const { sort, item } of page.items) items.set(`${partition} ${sort}`, item);
  }
  return items;
};

describe('the store', () => {
  it('has nowhere a secret as its receiver knows it', async () => {
    const answer = await system.as('order-system').post('/v1/webhooks', WEBHOOK);
    const { secret } = (await answer.json()) as { readonly secret: string };
    const text = secret.replace('whsec_', '');
    const bytes = Buffer.from(text, 'base64');
    expect(bytes.length).toBe(32);
    const items = await kept([]);
    expect(items.size).toBeGreaterThan(3);
    for (const item of items.values())
      for (const value of Object.values(item)) {
        expect(value instanceof Uint8Array && Buffer.from(value).includes(bytes)).toBe(false);
        expect(typeof value === 'string' && value.includes(text)).toBe(false);
      }
  });

  it('is cleared of all that was a webhook’s once it is removed', async () => {
    const listed = await system.as('order-system').get('/v1/webhooks');
    const { webhooks } = (await listed.json()) as { readonly webhooks: readonly { webhookId: string }[] };
    receiver.answers(500);
    await issue(system);
    await system.sendWebhooks();
    for (const { webhookId } of webhooks)
      await system.as('order-system').post(`/v1/webhooks/${webhookId}/remove`);
    await system.sendWebhooks();
    await runAgain();
    await runAgain();
    const left = await kept(webhooks.map(({ webhookId }) => webhookId));
    expect([...left.keys()]).toEqual(['T#demo count']);
  });
});
