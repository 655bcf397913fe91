import type { Clock } from '@temkin/kernel';
import { keyOf } from './key.ts';
import type { Table } from './table.ts';

/** Keeps wrapped tenant keys in the `tenant-keys` table: the key ring's `WrappedKeys` port over the table port. */
export const tableWrappedKeys = (table: Table, clock: Clock) => ({
  find: async (name: { tenant: string; purpose: string; keyId: string }): Promise<Uint8Array | undefined> => {
    const item = await table.get(keyOf('tenant-keys', 'tenantKey', name));
    return item?.wrapped instanceof Uint8Array ? item.wrapped : undefined;
  },
  /** Stores the key unless one of that name exists; answers whether this one is now the stored one. */
  putIfAbsent: async (
    name: { tenant: string; purpose: string; keyId: string },
    wrapped: Uint8Array,
  ): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'put',
      key: keyOf('tenant-keys', 'tenantKey', name),
      item: { wrapped, createdAt: clock.now() },
      condition: 'absent',
    });
    return verdict.outcome === 'committed';
  },
});
