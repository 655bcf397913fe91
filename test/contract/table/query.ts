import type { Key, Table, Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { freshKey, beside, freshToken } from './fresh-key.ts';

const filled = async (table: Table, ...sorts: readonly string[]): Promise<Key> => {
  const key = freshKey();
  const writes = sorts.map((sort): Write => ({ kind: 'put', key: beside(key, sort), item: { sort } }));
  await table.transact(writes, freshToken());
  return key;
};

const range = (key: Key) => ({ table: key.table, partition: key.partition });

/** A range of a partition comes back whole, in order, page by page. */
export const queryContract = (table: Table): void => {
  describe('query', () => {
    it('answers one partition in order of the sort key, either way', async () => {
      const key = await filled(table, 'b', 'a', 'c');
      await filled(table, '0', 'z');
      const up = await table.query({ ...range(key), limit: 10 });
      expect(up.items).toEqual(['a', 'b', 'c'].map((sort) => ({ sort, item: { sort } })));
      const down = await table.query({ ...range(key), order: 'descending', limit: 10 });
      expect(down.items.map(({ sort }) => sort)).toEqual(['c', 'b', 'a']);
    });

    it('orders by the bytes of UTF-8, not by language or UTF-16', async () => {
      const sorts = ['Z', 'a', 'e', 'z', 'é', 'đ', '～', '🏡'];
      const key = await filled(table, ...sorts.toReversed());
      const { items } = await table.query({ ...range(key), limit: 10 });
      expect(items.map(({ sort }) => sort)).toEqual(sorts);
    });

    it('answers only sort keys that begin with the prefix, taken literally', async () => {
      const key = await filled(table, 'custody#1', 'custody#2', 'custody', 'Custody#3', 'cus%_#4', 'label');
      const sorts = async (prefix: string) =>
        (await table.query({ ...range(key), prefix, limit: 10 })).items.map(({ sort }) => sort);
      expect(await sorts('custody#')).toEqual(['custody#1', 'custody#2']);
      expect(await sorts('cus%_')).toEqual(['cus%_#4']);
      expect(await sorts('nothing')).toEqual([]);
      expect(await sorts('')).toHaveLength(6);
    });

    it.each(['ascending', 'descending'] as const)('pages without gap or repetition, %s', async (order) => {
      const sorts = Array.from({ length: 7 }, (_, n) => `e#${n}`);
      const key = await filled(table, 'a', ...sorts, 'f');
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await table.query({
          ...range(key),
          prefix: 'e#',
          order,
          limit: 3,
          ...(after !== undefined && { after }),
        });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map(({ sort }) => sort));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(order === 'ascending' ? sorts : sorts.toReversed());
    });

    it('goes on behind a page whose last item has been deleted since', async () => {
      const key = await filled(table, '1', '2', '3');
      const { next = '' } = await table.query({ ...range(key), limit: 2 });
      await table.write({ kind: 'delete', key: beside(key, '2') });
      const page = await table.query({ ...range(key), limit: 2, after: next });
      expect(page.items.map(({ sort }) => sort)).toEqual(['3']);
    });

    it.each([0, -1, 1.5, 1_001])('does not take a limit of %d', async (limit) => {
      await expect(table.query({ ...range(freshKey()), limit })).rejects.toThrow(RangeError);
    });
  });
};
