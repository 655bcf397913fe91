import { toHex, type RandomBytes, type ReliedOn } from '@temkin/kernel';
import { stillHolds, TRANSACTION_LIMIT, type Table, type Write } from '@temkin/storage';
import { beside, entryKey, type IndexEntries, type IndexEntry } from './index-entries.ts';
import type { IndexStateStore, ReadStates } from './index-states.ts';

/** An entry that is to be made, and the records that say so. */
export interface EntryToFill {
  readonly entry: IndexEntry;
  readonly reliedOn: readonly ReliedOn[];
}

/** `went-on`: an index did. `changed`: one of the records did, or a number has become somebody's. */
export type Filled = 'filled' | 'went-on' | 'changed';

/** Entries of one transaction: each may need two checks besides, and the states one. */
export const FILL_LIMIT = Math.floor((TRANSACTION_LIMIT - 1) / 3);

const nameOf = (tenant: string, entry: IndexEntry): string => {
  const { partition, sort } = entryKey(tenant, entry);
  return JSON.stringify([partition, sort]);
};

/**
 * Makes entries of people that are there already, at most `FILL_LIMIT` at a time: all, or none where a record or an index is no longer
 * as it was read. What is made already is left. A number that is another's gets its entry beside, so that both are found.
 */
export const fillEntries = (dependencies: {
  readonly table: Table;
  readonly entries: Pick<IndexEntries, 'putWrite' | 'onlyOnes'>;
  readonly states: Pick<IndexStateStore, 'check'>;
  readonly random: RandomBytes;
}) => {
  const { table, entries, states, random } = dependencies;

  /** Puts beside what cannot be the only one, and leaves out what is there. */
  const settle = async (tenant: string, toFill: readonly EntryToFill[]): Promise<readonly EntryToFill[]> => {
    const only = toFill.filter(({ entry }) => entry.isOnly);
    const owners = await entries.onlyOnes(
      tenant,
      only.map(({ entry }) => entry.name),
    );
    const taken = new Set<string>();
    return toFill.flatMap((one): readonly EntryToFill[] => {
      const { entry } = one;
      if (!entry.isOnly) return [one];
      const owner = owners[only.indexOf(one)];
      if (owner === entry.to.subscriptionId) return [];
      const name = nameOf(tenant, entry);
      if (owner !== undefined || taken.has(name)) return [{ ...one, entry: beside(entry) }];
      taken.add(name);
      return [one];
    });
  };

  return async (
    tenant: string,
    { copy, read }: { readonly copy: string; readonly read: ReadStates },
    toFill: readonly EntryToFill[],
  ): Promise<Filled> => {
    const settled = await settle(tenant, toFill);
    if (settled.length === 0) return 'filled';
    const writes: readonly Write[] = [
      states.check(tenant, copy, read),
      ...stillHolds(settled.flatMap(({ reliedOn }) => reliedOn)),
      ...settled.map(({ entry }) => entries.putWrite(tenant, entry)),
    ];
    const verdict = await table.transact(writes, toHex(random(16)));
    if (verdict.outcome === 'committed') return 'filled';
    return verdict.failed.includes(0) ? 'went-on' : 'changed';
  };
};

export type FillEntries = ReturnType<typeof fillEntries>;
