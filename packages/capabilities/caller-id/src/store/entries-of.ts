import type { Item, Key, Table } from '@temkin/storage';

/** A part of a list: at most so many entries, and those behind the one that `after` names. */
export interface PageRange {
  readonly limit: number;
  readonly after?: string;
}

/** The entries of a part; `next` is the `after` of the following one, present where more may follow. */
export interface EntriesPage<Entry> {
  readonly entries: readonly Entry[];
  readonly next?: string;
}

/** How the entries of a company are kept: each as an item of one partition, by its name. */
export interface EntryKind<Entry> {
  /** The key of an entry by its name: a part of the sort key. */
  readonly keyOf: (tenant: string, name: string) => Key;
  readonly fromItem: (tenant: string, item: Item) => Entry;
  readonly nameOf: (entry: Entry) => string;
}

/** Reads entries of a company: one, or a page of them in order of their names. */
export const entriesOf = <Entry>(
  table: Pick<Table, 'get' | 'query'>,
  { keyOf, fromItem, nameOf }: EntryKind<Entry>,
) => ({
  find: async (tenant: string, name: string): Promise<Entry | undefined> => {
    const item = await table.get(keyOf(tenant, name));
    return item && fromItem(tenant, item);
  },

  page: async (tenant: string, { limit, after }: PageRange): Promise<EntriesPage<Entry>> => {
    const { table: name, partition } = keyOf(tenant, '');
    const behind = after === undefined ? {} : { after: keyOf(tenant, after).sort };
    const { items, next } = await table.query({ table: name, partition, limit, ...behind });
    const entries = items.map(({ item }) => fromItem(tenant, item));
    const last = entries.at(-1);
    return { entries, ...(next !== undefined && last !== undefined && { next: nameOf(last) }) };
  },
});
