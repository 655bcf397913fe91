import type { Attribute, Item, Key, Table } from '@temkin/storage';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { COMMITTED, freshKey, beside, freshToken } from './fresh-key.ts';

/** Magnitudes that DynamoDB holds (1E-130 to 9.99E+125) with the 17 digits of a double. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e125, max: 1e125 })
  .map((value) => (Math.abs(value) < 1e-129 ? 0 : value));

const attribute = fc.letrec<{ any: Attribute; map: Item }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    number,
    fc.boolean(),
    fc.uint8Array(),
    fc.array(tie('any'), { maxLength: 4 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), tie('any'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
})).map;

/** An item comes back as it was put. */
export const itemsContract = (table: Table): void => {
  describe('items', () => {
    it('answers what was put, with every kind of attribute', async () => {
      const key = freshKey();
      const item = {
        text: 'Nguyễn Thị Ánh Tuyết 🏡',
        empty: '',
        number: -12.5,
        yes: true,
        bytes: Uint8Array.of(0, 127, 255),
        list: ['a', 1, false, Uint8Array.of(1), ['nested']],
        map: { name: 'x', deeper: { size: 3 } },
      };
      expect(await table.write({ kind: 'put', key, item })).toEqual(COMMITTED);
      expect(await table.get(key)).toEqual(item);
    });

    it('loses nothing of any item on the way', async () => {
      await fc.assert(
        fc.asyncProperty(attribute, async (value) => {
          const key = freshKey();
          await table.write({ kind: 'put', key, item: { value } });
          expect(await table.get(key)).toEqual({ value });
        }),
        { numRuns: 30 },
      );
    });

    it('holds an item without attributes', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: {} });
      expect(await table.get(key)).toEqual({});
    });

    it('puts a whole item in the place of the one before', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { old: 1, kept: 1 } });
      await table.write({ kind: 'put', key, item: { kept: 2 } });
      expect(await table.get(key)).toEqual({ kept: 2 });
    });

    it('knows nothing of an item that was never put or has been deleted', async () => {
      const key = freshKey();
      expect(await table.get(key)).toBeUndefined();
      await table.write({ kind: 'put', key, item: { a: 1 } });
      expect(await table.write({ kind: 'delete', key })).toEqual(COMMITTED);
      expect(await table.get(key)).toBeUndefined();
      expect(await table.write({ kind: 'delete', key })).toEqual(COMMITTED);
    });

    it('keeps keys apart that differ in their percent-encoding only', async () => {
      const partition = randomUUID();
      const partitions = [`${partition}#a%23b`, `${partition}#a#b`, `${partition}#a%2523b`];
      for (const [index, each] of partitions.entries())
        await table.write({
          kind: 'put',
          key: { table: 'parcels', partition: each, sort: '%2F' },
          item: { index },
        });
      for (const [index, each] of partitions.entries())
        expect(await table.get({ table: 'parcels', partition: each, sort: '%2F' })).toEqual({ index });
    });

    it('keeps tables apart', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { a: 1 } });
      expect(await table.get({ ...key, table: 'outbox' })).toBeUndefined();
    });
  });

  describe('getMany', () => {
    it('answers in the order asked, over tables, with gaps and repetitions', async () => {
      const first = freshKey();
      const second: Key = { ...freshKey(), table: 'access' };
      await table.write({ kind: 'put', key: first, item: { n: 1 } });
      await table.write({ kind: 'put', key: second, item: { n: 2 } });
      const keys = [second, freshKey(), first, beside(first, 'other'), second];
      expect(await table.getMany(keys)).toEqual([{ n: 2 }, undefined, { n: 1 }, undefined, { n: 2 }]);
    });

    it('answers a hundred keys, and none', async () => {
      const key = freshKey();
      const keys = Array.from({ length: 100 }, (_, n) => beside(key, String(n)));
      await table.transact(
        keys.map((each, n) => ({ kind: 'put', key: each, item: { n } })),
        freshToken(),
      );
      const asked = keys.toReversed();
      expect(await table.getMany(asked)).toEqual(asked.map(({ sort }) => ({ n: Number(sort) })));
      expect(await table.getMany([])).toEqual([]);
    });

    it('does not take more than a hundred keys', async () => {
      const keys = Array.from({ length: 101 }, () => freshKey());
      await expect(table.getMany(keys)).rejects.toThrow(RangeError);
    });
  });

  describe('deleteMany', () => {
    it('deletes a hundred items, over tables, and leaves those beside them', async () => {
      const key = freshKey();
      const keys = Array.from({ length: 99 }, (_, n) => beside(key, String(n)));
      const elsewhere: Key = { ...freshKey(), table: 'access' };
      const kept = [beside(key, '99'), { ...elsewhere, table: 'parcels' } as const];
      for (const each of [...keys, elsewhere, ...kept])
        await table.write({ kind: 'put', key: each, item: { n: 1 } });
      expect(await table.deleteMany([...keys, elsewhere])).toBeUndefined();
      expect(await table.getMany([...keys, elsewhere])).toEqual(Array.from({ length: 100 }, () => undefined));
      expect(await table.getMany(kept)).toEqual([{ n: 1 }, { n: 1 }]);
    });

    it('finds no fault with what is not there, what is named twice, or nothing', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { n: 1 } });
      await table.deleteMany([freshKey(), key, key]);
      expect(await table.get(key)).toBeUndefined();
      await table.deleteMany([key]);
      await table.deleteMany([]);
    });

    it('does not take more than a hundred keys', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { n: 1 } });
      const keys = [key, ...Array.from({ length: 100 }, () => freshKey())];
      await expect(table.deleteMany(keys)).rejects.toThrow(RangeError);
      expect(await table.get(key)).toEqual({ n: 1 });
    });
  });
};
