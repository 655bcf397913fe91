import type { Table, Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { COMMITTED, refused, freshKey, beside, freshToken } from './fresh-key.ts';

/** A transaction happens whole, once, or not at all. */
export const transactionsContract = (table: Table): void => {
  describe('transactions', () => {
    it('applies puts, updates, deletes and checks together', async () => {
      const key = freshKey();
      const put = beside(key, 'put');
      const update = beside(key, 'update');
      const gone = beside(key, 'gone');
      const check = beside(key, 'check');
      await table.write({ kind: 'put', key: gone, item: {} });
      await table.write({ kind: 'put', key: check, item: { version: 4 } });
      const verdict = await table.transact(
        [
          { kind: 'put', key: put, item: { n: 1 }, condition: 'absent' },
          { kind: 'update', key: update, add: { n: 1 } },
          { kind: 'delete', key: gone, condition: 'present' },
          { kind: 'check', key: check, condition: [{ attribute: 'version', is: 'equal', to: 4 }] },
        ],
        freshToken(),
      );
      expect(verdict).toEqual(COMMITTED);
      expect(await table.getMany([put, update, gone, check])).toEqual([
        { n: 1 },
        { n: 1 },
        undefined,
        { version: 4 },
      ]);
    });

    it('applies nothing where one condition fails, and names each that failed', async () => {
      const key = freshKey();
      const taken = beside(key, 'taken');
      await table.write({ kind: 'put', key: taken, item: { version: 1 } });
      const writes: Write[] = [
        { kind: 'put', key: beside(key, 'a'), item: {} },
        { kind: 'put', key: taken, item: {}, condition: 'absent' },
        { kind: 'update', key: beside(key, 'b'), add: { n: 1 } },
        { kind: 'check', key: beside(key, 'c'), condition: 'present' },
        { kind: 'check', key: beside(key, 'd'), condition: 'absent' },
      ];
      expect(await table.transact(writes, freshToken())).toEqual(refused(1, 3));
      expect(await table.getMany(writes.map((write) => write.key))).toEqual([
        undefined,
        { version: 1 },
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('lets one of two racing transactions win that rely on the same version', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { version: 1 } });
      const step = (n: number): Promise<{ readonly outcome: string }> =>
        table.transact(
          [
            { kind: 'put', key: beside(key, `event#${n}`), item: { n } },
            {
              kind: 'update',
              key,
              set: { version: 2 },
              condition: [{ attribute: 'version', is: 'equal', to: 1 }],
            },
          ],
          freshToken(),
        );
      const verdicts = await Promise.all([1, 2, 3, 4].map(step));
      expect(verdicts.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
      const events = await table.query({
        table: key.table,
        partition: key.partition,
        prefix: 'event#',
        limit: 10,
      });
      expect(events.items).toHaveLength(1);
    });

    it('is applied once however often its token is sent with the same writes', async () => {
      const key = freshKey();
      const writes: Write[] = [
        { kind: 'update', key, add: { n: 1 } },
        { kind: 'put', key: beside(key, 'once'), item: {}, condition: 'absent' },
      ];
      const sameToken = freshToken();
      expect(await table.transact(writes, sameToken)).toEqual(COMMITTED);
      expect(await table.transact(writes, sameToken)).toEqual(COMMITTED);
      expect(await table.get(key)).toEqual({ n: 1 });
      expect(await table.transact(writes, freshToken())).toEqual(refused(1));
    });

    it('does not take a token again with other writes', async () => {
      const key = freshKey();
      const sameToken = freshToken();
      await table.transact([{ kind: 'put', key, item: { n: 1 } }], sameToken);
      await expect(table.transact([{ kind: 'put', key, item: { n: 2 } }], sameToken)).rejects.toThrow(Error);
      expect(await table.get(key)).toEqual({ n: 1 });
    });

    it('takes a hundred writes, and neither one more nor none', async () => {
      const key = freshKey();
      const writes = Array.from({ length: 101 }, (_, n): Write => ({
        kind: 'put',
        key: beside(key, String(n)),
        item: {},
      }));
      await expect(table.transact(writes, freshToken())).rejects.toThrow(RangeError);
      await expect(table.transact([], freshToken())).rejects.toThrow(RangeError);
      expect(await table.get(key)).toBeUndefined();
      expect(await table.transact(writes.slice(1), freshToken())).toEqual(COMMITTED);
    });

    it('does not write an item twice', async () => {
      const key = freshKey();
      const writes: Write[] = [
        { kind: 'check', key, condition: 'absent' },
        { kind: 'put', key, item: {} },
      ];
      await expect(table.transact(writes, freshToken())).rejects.toThrow(RangeError);
    });

    it.each(['', 'x'.repeat(37)])('does not take "%s" for a token', async (unusable) => {
      const writes: Write[] = [{ kind: 'put', key: freshKey(), item: {} }];
      await expect(table.transact(writes, unusable)).rejects.toThrow(RangeError);
    });
  });
};
