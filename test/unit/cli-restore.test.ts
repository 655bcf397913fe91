import { ACTIONS, toEntry, toOcsf, type Action, type OcsfEvent } from '@temkin/audit-event';
import { StoreUnavailable, systemRandom } from '@temkin/kernel';
import { keyOf, type Item, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  claimTable,
  endTableRestore,
  refuseHalfRestoredTable,
} from '../../packages/runtimes/local/src/backup-support/table-restore.ts';
import { foreignItems } from '../../packages/surfaces/cli/src/restore/foreign-items.ts';
import { bringBack } from '../../packages/surfaces/cli/src/restore/bring-back.ts';
import { loadItems } from '../../packages/surfaces/cli/src/restore/load-items.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { wholeParcels } from '../../packages/surfaces/cli/src/restore/whole-parcels.ts';
import { memoryTable } from '../support/memory-table.ts';
import { parcelHistory } from './parcel-history.ts';

const NOW = Date.parse('2026-11-23T09:00:00+07:00');
const DAY = 86_400_000;
const clock = { now: () => NOW };

const eventOf = (action: Action, eventId: string): StoredItem => {
  const head = {
    eventId,
    time: NOW,
    tenant: 'demo',
    actor: { pseudonym: 'actor', roles: [] },
    writer: { session: 's', n: 0, void: [] },
  };
  const entry = toEntry(toOcsf(head, { action, outcome: 'allowed', resources: [] }));
  return { key: keyOf('outbox', 'event', { tenant: 'demo', shard: '0', eventId }), item: { entry } };
};

describe('the events that a restore replays', () => {
  it('are all but those that make, move and read: whoever adds an action decides', () => {
    const events = replayedEvents();
    for (const action of Object.keys(ACTIONS) as Action[]) events.add(eventOf(action, action), 'the log');
    expect(events.inOrder().map(({ api }) => api.operation)).toEqual([
      'case.close',
      'collection.assign',
      'collection.cancel',
      'device.revoke',
      'gate.set',
      'parcel.reissue',
      'parcel.revoke',
      'parcel.shred',
      'release.close',
      'staff.reinstate',
      'staff.revoke',
      'staff.suspend',
    ]);
  });

  it('count once, from however many sources they come, in order of time', () => {
    const events = replayedEvents();
    for (const id of ['2', '1', '3', '1', '2']) events.add(eventOf('parcel.shred', id), 'the log');
    expect(events.inOrder().map(({ metadata }) => metadata.uid)).toEqual(['1', '2', '3']);
  });

  it('are missed where one of them was not gathered, and others are not', () => {
    const events = replayedEvents();
    events.add(eventOf('parcel.shred', '1'), 'the log');
    expect(events.lacks(eventOf('parcel.shred', '1'), 'the log')).toBe(false);
    expect(events.lacks(eventOf('parcel.read', '2'), 'the log')).toBe(false);
    expect(events.lacks(eventOf('parcel.shred', '2'), 'the log')).toBe(true);
  });

  it.each([{ entry: Buffer.from('{}') }, { entry: Buffer.from('no JSON') }, { entry: 'text' }, {}])(
    'are named by their key where they cannot be read: %j',
    (item) => {
      const { key } = eventOf('parcel.shred', 'the-id');
      expect(() => replayedEvents().add({ key, item }, 'the tables old-')).toThrow(
        `of the tables old- has an item that is no event: partition ${key.partition}, sort the-id.`,
      );
    },
  );
});

const isEvent = ({ key }: StoredItem): boolean => key.table === 'outbox';

const restored = (items: readonly StoredItem[], beganMilliseconds: number): readonly StoredItem[] => {
  const whole = wholeParcels(beganMilliseconds);
  for (const stored of items) if (whole.studies.includes(stored.key.table)) whole.study(stored);
  return items.filter((stored) => isEvent(stored) || whole.bring(stored) !== undefined);
};

describe('a parcel that the backup caught in part', () => {
  const history = parcelHistory();
  let older: readonly StoredItem[] = [];
  let youngest: readonly StoredItem[] = [];
  beforeAll(async () => {
    await history.issue('ems', 'older');
    older = history.backup();
    await history.issue('ems', 'youngest');
    youngest = history
      .backup()
      .filter(
        ({ key }) => !older.some((one) => one.key.partition === key.partition && one.key.sort === key.sort),
      );
  });

  it('comes back whole or not at all, and no other suffers', () => {
    const parts = youngest.filter((stored) => !isEvent(stored));
    expect(parts).toHaveLength(9);
    const needed = ['parcel', 'label', 'waybill'];
    fc.assert(
      fc.property(fc.subarray([...parts]), (caught) => {
        const back = restored([...older, ...caught], NOW);
        const whole = needed.every((sort) => caught.some(({ key }) => key.sort === sort));
        expect(back).toEqual(whole ? [...older, ...caught] : older);
      }),
      { numRuns: 300 },
    );
  });

  it('may have lost its waybill number to time where it is older than a day', () => {
    const old = youngest.filter(({ key }) => key.sort !== 'waybill');
    expect(restored(old, NOW + DAY)).toEqual(old);
    expect(restored(old, NOW).filter((stored) => !isEvent(stored))).toEqual([]);
  });

  it('leaves no key behind that belongs to nobody', () => {
    const keys = youngest.filter(({ key }) => key.table === 'parcel-keys' || key.table === 'parcel-escrow');
    expect(keys).toHaveLength(3);
    expect(restored([...older, ...keys], NOW)).toEqual(older);
  });
});

/** A parcel whose items were read after it was issued, save the notes of when its key dies and when to look at it. */
const withoutNote = async () => {
  const history = parcelHistory();
  const parcel = await history.issue('ems', 'the-one');
  const whole = history.backup();
  const backup = whole.filter(({ key }) => !key.partition.startsWith('DUE#'));
  return { history, parcel, whole, backup, note: whole.filter((stored) => !backup.includes(stored)) };
};

const missing = (backup: readonly StoredItem[], events: readonly OcsfEvent[]) => {
  const back = bringBack(events, { beganMilliseconds: NOW, clock });
  for (const stored of backup) if (back.studies.has(stored.key.table)) back.study(stored);
  return back.missingFrom('parcels').map((stored) => ({ ...stored, fate: back.bring(stored).outcome }));
};

const inOrder = (notes: readonly StoredItem[]) =>
  notes.toSorted((a, b) => a.key.sort.localeCompare(b.key.sort));

describe('a parcel whose clocks the backup did not note', () => {
  it('comes back with the very notes that the parcel was issued with', async () => {
    const { backup, note, whole } = await withoutNote();
    expect(note).toHaveLength(2);
    expect(inOrder(missing(backup, []))).toEqual(
      inOrder(note).map((stored) => ({ ...stored, fate: 'brought' })),
    );
    expect(missing(whole, [])).toEqual([]);
  });

  it('has none where the key stays destroyed, or the parcel is left out', async () => {
    const { history, parcel, backup } = await withoutNote();
    const part = backup.filter(({ key }) => key.sort !== 'label');
    expect(missing(part, []).map(({ fate }) => fate)).toEqual(['incomplete', 'incomplete']);
    await parcel.shredKey();
    expect(missing(backup, history.events()).map(({ fate }) => fate)).toEqual(['destroyed', 'brought']);
    await parcel.shred();
    expect(missing(backup, history.events())).toEqual([]);
  });
});

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

describe('an item on its way back', () => {
  it('is left behind where it is the key of a parcel that the backup does not have', () => {
    const { bring } = bringBack([], { beganMilliseconds: NOW, clock });
    const key = keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId: '00' });
    expect(bring({ key, item: { wrapped: new Uint8Array(48) } })).toEqual({ outcome: 'incomplete' });
  });

  it('is left behind once it has expired, and comes as it was before', () => {
    const key = keyOf('requests', 'idempotencyClaim', { tenant: 'demo', claim: 'c' });
    const { bring } = bringBack([], { beganMilliseconds: NOW, clock });
    const item = { expiresAtSeconds: NOW / 1_000 };
    expect(bring({ key, item })).toEqual({ outcome: 'expired' });
    const alive = { expiresAtSeconds: NOW / 1_000 + 1 };
    expect(bring({ key, item: alive })).toEqual({ outcome: 'brought', item: alive });
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

const foreign = (present: readonly StoredItem[], brought: readonly StoredItem[]): Promise<number> =>
  foreignItems(
    async function* scan(table) {
      yield present.filter(({ key }) => key.table === table);
    },
    () => inPages(brought),
    clock,
  );

describe('a store that is to be filled', () => {
  it('may hold nothing but what the restore itself brings, unchanged', async () => {
    expect(await foreign([], some(5))).toBe(0);
    expect(await foreign(some(3), some(5))).toBe(0);
    expect(await foreign(some(7), some(5))).toBe(2);
    expect(await foreign([stored(1, { serial: 2 })], some(5))).toBe(1);
  });

  it('may hold a log that survived, and what has expired', async () => {
    const dead = stored(9, { expiresAtSeconds: NOW / 1_000 });
    expect(await foreign([eventOf('parcel.issue', '1'), dead], some(5))).toBe(0);
  });
});
