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

/** One page of the entries that share a partition, in order of their names. */
export const pageOf = async <Entry>(
  table: Pick<Table, 'query'>,
  {
    keyOf,
    fromItem,
    nameOf,
  }: {
    /** The key of an entry by its name: a part of the sort key. */
    readonly keyOf: (name: string) => Key;
    readonly fromItem: (item: Item) => Entry;
    readonly nameOf: (entry: Entry) => string;
  },
  { limit, after }: PageRange,
): Promise<EntriesPage<Entry>> => {
  const { table: name, partition } = keyOf('');
  const range = { table: name, partition, limit };
  const page = await table.query({ ...range, ...(after !== undefined && { after: keyOf(after).sort }) });
  const entries = page.items.map(({ item }) => fromItem(item));
  const last = entries.at(-1);
  return { entries, ...(page.next !== undefined && last !== undefined && { next: nameOf(last) }) };
};
