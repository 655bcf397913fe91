import { StoreUnavailable, systemRandom } from '@temkin/kernel';
import type { Item, StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimTable,
  endTableRestore,
  refuseHalfRestoredTable,
} from '../../packages/runtimes/local/src/backup-support/table-restore.ts';
import { foreignItems } from '../../packages/surfaces/cli/src/restore/foreign-items.ts';
import { loadItems } from '../../packages/surfaces/cli/src/restore/load-items.ts';
import { memoryTable } from '../support/memory-table.ts';
import { eventOf, NOW } from './logged-event.ts';

const refused = (table: ReturnType<typeof memoryTable>) => refuseHalfRestoredTable(table, 'the store');

describe('tables that are being restored', () => {
  const mine = { backup: '20261101T000000Z-00000001', options: '{}' };

  it('are kept from everybody but the same restore, until it has ended', async () => {
    const table = memoryTable();
    await expect(refused(table)).resolves.toBeUndefined();
    expect(await claimTable(table, mine, 'the store')).toBe('begun');
    await expect(refused(table)).rejects.toThrow(`part of backup ${mine.backup}`);
    expect(await claimTable(table, mine, 'the store')).toBe('resumed');
    for (const other of [
      { ...mine, backup: '20261102T000000Z-00000002' },
      { ...mine, options: '{"log":"x"}' },
    ])
      await expect(claimTable(table, other, 'the store')).rejects.toThrow('by another restore');
    await endTableRestore(table);
    await expect(refused(table)).resolves.toBeUndefined();
    expect(table.items()).toEqual([]);
  });
});

const stored = (serial: number, item: Item = { serial }): StoredItem => ({
  key: { table: 'access', partition: 'T#demo', sort: `staff#${serial}` },
  item,
});
const some = (count: number): readonly StoredItem[] => Array.from({ length: count }, (_, n) => stored(n));
async function* inPages(items: readonly StoredItem[], size = 64): AsyncGenerator<readonly StoredItem[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
const serials = (items: readonly { readonly item: Item }[]): readonly unknown[] =>
  items.map(({ item }) => item.serial).toSorted((a, b) => Number(a) - Number(b));

const load = async (table: ReturnType<typeof memoryTable>, items: readonly StoredItem[]): Promise<number> => {
  let told = 0;
  await loadItems({ table, random: systemRandom }, inPages(items), (count) => (told += count));
  return told;
};

describe('loading items', () => {
  it('writes every item once, however much of it was there already', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 350 }),
        fc.infiniteStream(fc.boolean()),
        async (count, there) => {
          const table = memoryTable();
          const items = some(count);
          const before = items.filter(() => there.next().value);
          for (const { key, item } of before) await table.write({ kind: 'put', key, item });
          expect(await load(table, items)).toBe(count);
          expect(serials(table.items())).toEqual(serials(items));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('overwrites nothing, and throws where something else is in an item’s place', async () => {
    const table = memoryTable();
    const other = stored(77, { serial: -1 });
    await table.write({ kind: 'put', key: other.key, item: other.item });
    await expect(load(table, some(100))).rejects.toThrow('something else in the place of an item of access');
    expect(await table.get(other.key)).toEqual(other.item);
  });

  it('takes large items a few at a time', async () => {
    const table = memoryTable();
    const sizes: number[] = [];
    const counting = {
      ...table,
      transact: (...args: Parameters<typeof table.transact>) => {
        sizes.push(args[0].length);
        return table.transact(...args);
      },
    };
    const large = Array.from({ length: 12 }, (_, n) => stored(n, { serial: n, text: 'x'.repeat(399_000) }));
    await loadItems({ table: counting, random: systemRandom }, inPages(large), () => {});
    expect(sizes).toEqual([5, 5, 2]);
    expect(table.items()).toHaveLength(12);
  });

  it('stops at the first failure of the store, and nothing is under way any more then', async () => {
    const table = memoryTable();
    let calls = 0;
    let underWay = 0;
    const failing = {
      ...table,
      transact: async (...args: Parameters<typeof table.transact>) => {
        calls += 1;
        underWay += 1;
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        if (calls === 9) throw new StoreUnavailable('down');
        return table.transact(...args);
      },
    };
    await expect(
      loadItems({ table: failing, random: systemRandom }, inPages(some(10_000)), () => {}),
    ).rejects.toThrow('down');
    expect(underWay).toBe(0);
    expect(calls).toBeLessThan(30);
  });
});

const foreign = (
  present: readonly StoredItem[],
  brought: readonly StoredItem[],
  logsAreLost = false,
): Promise<number> =>
  foreignItems(
    async function* scan(table) {
      yield present.filter(({ key }) => key.table === table);
    },
    () => inPages(brought),
    { clock: { now: () => NOW }, logsAreLost },
  );

describe('a store that is to be filled', () => {
  it('may hold nothing but what the restore itself brings, unchanged', async () => {
    expect(await foreign([], some(5))).toBe(0);
    expect(await foreign(some(3), some(5))).toBe(0);
    expect(await foreign(some(7), some(5))).toBe(2);
    expect(await foreign([stored(1, { serial: 2 })], some(5))).toBe(1);
  });

  it('may hold an outbox that survived, heads of logs that are not lost, and what has expired', async () => {
    const dead = stored(9, { expiresAtSeconds: NOW / 1_000 });
    const head: StoredItem = {
      key: { table: 'log-heads', partition: 'L#ems', sort: '2026' },
      item: { size: 7 },
    };
    expect(await foreign([eventOf('parcel.issue', '1'), head, dead], some(5))).toBe(0);
    expect(await foreign([eventOf('parcel.issue', '1'), head, dead], some(5), true)).toBe(1);
  });
});
