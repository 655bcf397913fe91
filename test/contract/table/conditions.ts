import type { Table } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { COMMITTED, refused, freshKey } from './fresh-key.ts';

/** A write happens only where its condition holds. */
export const conditionsContract = (table: Table): void => {
  describe('conditions', () => {
    it('puts "absent" once', async () => {
      const key = freshKey();
      const put = (n: number): Promise<unknown> =>
        table.write({ kind: 'put', key, item: { n }, condition: 'absent' });
      expect(await put(1)).toEqual(COMMITTED);
      expect(await put(2)).toEqual(refused(0));
      expect(await table.get(key)).toEqual({ n: 1 });
    });

    it('lets one of many racing conditional puts win', async () => {
      const key = freshKey();
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          table.write({ kind: 'put', key, item: { n }, condition: 'absent' }),
        ),
      );
      const winners = verdicts.flatMap(({ outcome }, n) => (outcome === 'committed' ? [n] : []));
      expect(winners).toHaveLength(1);
      expect(await table.get(key)).toEqual({ n: winners[0] });
    });

    it('deletes and updates "present" only where the item is', async () => {
      const key = freshKey();
      const update = { kind: 'update', key, set: { a: 1 }, condition: 'present' } as const;
      expect(await table.write(update)).toEqual(refused(0));
      expect(await table.write({ kind: 'delete', key, condition: 'present' })).toEqual(refused(0));
      expect(await table.get(key)).toBeUndefined();
      await table.write({ kind: 'put', key, item: {} });
      expect(await table.write(update)).toEqual(COMMITTED);
      expect(await table.write({ kind: 'delete', key, condition: 'present' })).toEqual(COMMITTED);
    });

    it.each([
      { to: 'text', other: 'Text' },
      { to: 7, other: 8 },
      { to: true, other: false },
      { to: Uint8Array.of(1, 2), other: Uint8Array.of(1, 3) },
      { to: '7', other: 7 },
    ])('holds "equal" to $to and to nothing else', async ({ to, other }) => {
      const key = freshKey();
      const remove = {
        kind: 'delete',
        key,
        condition: [{ attribute: 'value', is: 'equal', to }],
      } as const;
      expect(await table.write(remove)).toEqual(refused(0));
      await table.write({ kind: 'put', key, item: { different: to } });
      expect(await table.write(remove)).toEqual(refused(0));
      await table.write({ kind: 'put', key, item: { value: other } });
      expect(await table.write(remove)).toEqual(refused(0));
      await table.write({ kind: 'put', key, item: { value: to } });
      expect(await table.write(remove)).toEqual(COMMITTED);
    });

    it('holds several clauses only together, and reserved words as names', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { state: 'open', 'a.b': 1, version: 3 } });
      const close = (version: number): Promise<unknown> =>
        table.write({
          kind: 'update',
          key,
          set: { state: 'closed', name: ':v0' },
          condition: [
            { attribute: 'state', is: 'equal', to: 'open' },
            { attribute: 'a.b', is: 'equal', to: 1 },
            { attribute: 'version', is: 'equal', to: version },
          ],
        });
      expect(await close(2)).toEqual(refused(0));
      expect(await close(3)).toEqual(COMMITTED);
      expect(await table.get(key)).toEqual({ state: 'closed', 'a.b': 1, version: 3, name: ':v0' });
    });

    it('counts up to a limit and no further, from an absent item on', async () => {
      const key = freshKey();
      const count = (): Promise<{ readonly outcome: string }> =>
        table.write({
          kind: 'update',
          key,
          add: { reads: 1 },
          condition: [{ attribute: 'reads', is: 'absent-or-less', than: 3 }],
        });
      const verdicts = await Promise.all(Array.from({ length: 6 }, count));
      expect(verdicts.filter(({ outcome }) => outcome === 'committed')).toHaveLength(3);
      expect(await table.get(key)).toEqual({ reads: 3 });
    });
  });

  describe('updates', () => {
    it('sets, adds and removes in one step and leaves the rest', async () => {
      const key = freshKey();
      await table.write({ kind: 'put', key, item: { kept: 'k', old: 'o', gone: 1, count: 2 } });
      await table.write({
        kind: 'update',
        key,
        set: { old: 'n', bytes: Uint8Array.of(9) },
        add: { count: -5, fresh: 0.5 },
        remove: ['gone', 'never-there'],
      });
      expect(await table.get(key)).toEqual({
        kept: 'k',
        old: 'n',
        bytes: Uint8Array.of(9),
        count: -3,
        fresh: 0.5,
      });
    });

    it('creates the item it does not find', async () => {
      const key = freshKey();
      expect(await table.write({ kind: 'update', key, set: { a: 'b' } })).toEqual(COMMITTED);
      expect(await table.get(key)).toEqual({ a: 'b' });
    });

    it('does not take an update that changes nothing', async () => {
      await expect(table.write({ kind: 'update', key: freshKey() })).rejects.toThrow(RangeError);
    });
  });
};
