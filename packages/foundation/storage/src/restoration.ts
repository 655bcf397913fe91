import type { TableName } from './schema.ts';
import type { Item, Key } from './table.ts';

/** An item with its key, as a backup carries it. */
export interface StoredItem {
  readonly key: Key;
  readonly item: Item;
}

/** Something that came after a backup and cannot be brought back: only the log tells of it. */
export interface LostSince {
  readonly tenant: string;
  /** In words, for whoever reads what a restore says. */
  readonly what: string;
  /** By which the log names it. */
  readonly id: string;
}

/**
 * What a capability does to a backup's items on their way back, so that nothing returns that the log says was destroyed,
 * revoked or suspended since. Items pass twice: first those of `studies` are shown, then each of `tables` is brought.
 */
export interface Restoration {
  /** Tables whose items `bring` wants to know first. */
  readonly studies: readonly TableName[];
  /** Tables whose items go through `bring`. */
  readonly tables: readonly TableName[];
  study(stored: StoredItem): void;
  /** The item as it may come back; undefined for one that must stay destroyed. */
  bring(stored: StoredItem): Item | undefined;
  /** Items that the backup lacks and that what was shown must have, each to be brought in its turn as if it had been there. */
  missing?(): Iterable<StoredItem>;
  /** What came after the backup and does not come back, of what somebody must then do again. */
  lost?(): Iterable<LostSince>;
}
