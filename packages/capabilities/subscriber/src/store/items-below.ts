import type { Item, Key, Table } from '@temkin/storage';

/** An item with its place in the partition. */
export interface ItemBelow {
  readonly sort: string;
  readonly item: Item;
}

const PAGE_ITEMS = 100;

/** Every item whose sort key begins as that of a key, in order; of an empty one all of the partition. Read a page after the other. */
export async function* itemsBelow(
  table: Table,
  { table: name, partition, sort: prefix }: Key,
): AsyncGenerator<ItemBelow, void> {
  let after: string | undefined;
  do {
    const page = await table.query({
      table: name,
      partition,
      ...(prefix !== '' && { prefix }),
      limit: PAGE_ITEMS,
      ...(after !== undefined && { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
