import type { Item, Key } from '@temkin/storage';
import { fromAttributes, toAttributes, type Attributes } from './attribute-value.ts';

/** The attribute that holds the partition key in every table. */
export const PARTITION = 'pk';

/** The attribute that holds the sort key in every table. */
export const SORT = 'sk';

/** The prefix of table names where none is chosen. */
export const DEFAULT_PREFIX = 'temkin-';

/** The primary key of an item, as DynamoDB wants it. */
export const toKey = (key: Pick<Key, 'partition' | 'sort'>): Attributes => ({
  [PARTITION]: { S: key.partition },
  [SORT]: { S: key.sort },
});

/** An item together with its key. Throws where an attribute would take the place of a key. */
export const toStoredItem = (key: Key, item: Item): Attributes => {
  if (PARTITION in item || SORT in item) throw new TypeError(`"${PARTITION}" and "${SORT}" name the key`);
  return { ...toAttributes(item), ...toKey(key) };
};

/** A stored item taken apart again into its sort key and its attributes. */
export const fromStoredItem = (stored: Attributes): { readonly sort: string; readonly item: Item } => {
  const { [PARTITION]: _, [SORT]: sort, ...attributes } = stored;
  return { sort: sort?.S ?? '', item: fromAttributes(attributes) };
};
