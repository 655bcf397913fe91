import { toHex, type RandomBytes, type ReliedOn } from '@temkin/kernel';
import { stillHolds, TRANSACTION_LIMIT, type Table, type Write } from '@temkin/storage';
import type { IndexEntries, IndexEntry } from './index-entries.ts';

/** Entries of one transaction: the check of the record takes a place. */
const DROP_LIMIT = TRANSACTION_LIMIT - 1;

/**
 * Deletes entries of a record that it has no more, as long as it is as it was read: one that changed since may have them again. What
 * stays leads to who is opened, compared and no hit.
 */
export const dropEntries =
  (dependencies: {
    readonly table: Table;
    readonly entries: Pick<IndexEntries, 'deleteWrite'>;
    readonly random: RandomBytes;
  }) =>
  async (tenant: string, reliedOn: ReliedOn, gone: readonly IndexEntry[]): Promise<void> => {
    const { table, entries, random } = dependencies;
    for (let at = 0; at < gone.length; at += DROP_LIMIT) {
      const some = gone.slice(at, at + DROP_LIMIT).map((entry) => entries.deleteWrite(tenant, entry));
      const writes: readonly Write[] = [...stillHolds([reliedOn]), ...some];
      const { outcome } = await table.transact(writes, toHex(random(16)));
      if (outcome !== 'committed') return;
    }
  };

export type DropEntries = ReturnType<typeof dropEntries>;
