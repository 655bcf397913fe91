import type { TableName } from './schema.ts';

/** What an attribute may hold: the common ground of DynamoDB and PostgreSQL (jsonb). */
export type Attribute =
  string | number | boolean | Uint8Array | readonly Attribute[] | { readonly [name: string]: Attribute };

/** An item's attributes, its key left out. */
export type Item = Readonly<Record<string, Attribute>>;

/** Where an item lives. */
export interface Key {
  readonly table: TableName;
  readonly partition: string;
  readonly sort: string;
}

/** One comparison with a top-level attribute as stored; an absent attribute fails all but the first. */
export type Clause =
  | { readonly attribute: string; readonly is: 'absent-or-less'; readonly than: number }
  | { readonly attribute: string; readonly is: 'equal'; readonly to: string | number | boolean | Uint8Array };

/** `absent` and `present` speak of the whole item; clauses must all hold. */
export type Condition = 'absent' | 'present' | readonly Clause[];

/** One conditional write, or a check of an item that is not written. */
export type Write =
  | { readonly kind: 'put'; readonly key: Key; readonly item: Item; readonly condition?: Condition }
  | {
      readonly kind: 'update';
      readonly key: Key;
      readonly set?: Item;
      /** Numbers to add; an absent attribute counts as 0 and an absent item is created. */
      readonly add?: Readonly<Record<string, number>>;
      readonly remove?: readonly string[];
      readonly condition?: Condition;
    }
  | { readonly kind: 'delete'; readonly key: Key; readonly condition?: Condition }
  | { readonly kind: 'check'; readonly key: Key; readonly condition: Condition };

/** What became of a conditional write: `refused` names the writes (by position) whose condition did not hold. */
export type WriteVerdict =
  { readonly outcome: 'committed' } | { readonly outcome: 'refused'; readonly failed: readonly number[] };

/** A range of one partition, in order of the sort key. */
export interface RangeQuery {
  readonly table: TableName;
  readonly partition: string;
  /** Only sort keys that begin with this. */
  readonly prefix?: string;
  readonly order?: 'ascending' | 'descending';
  /** Items per page, 1 to 1,000. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

export interface Page {
  readonly items: readonly { readonly sort: string; readonly item: Item }[];
  /** Present where more may follow. */
  readonly next?: string;
}

/** Writes per transaction, at most (DynamoDB TransactWriteItems). */
export const TRANSACTION_LIMIT = 100;

/**
 * The table port: what DynamoDB and PostgreSQL both give, and no more. Reads are consistent. Every method throws
 * `StoreUnavailable` where nothing was written, and `OutcomeUnknown` where a write may have been applied.
 */
export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** Up to 100 items, answered in the order asked. */
  getMany(keys: readonly Key[]): Promise<readonly (Item | undefined)[]>;
  query(range: RangeQuery): Promise<Page>;
  write(write: Exclude<Write, { kind: 'check' }>): Promise<WriteVerdict>;
  /**
   * Deletes up to 100 items, whatever they hold; what is not there is no fault. Not atomic: where it fails with
   * `OutcomeUnknown`, some may be gone and others not, and it may be said again.
   */
  deleteMany(keys: readonly Key[]): Promise<void>;
  /**
   * All writes or none, at most 100, each on a different item. `token` (up to 36 characters) names the transaction:
   * sent again with identical writes it is applied once. Retries with the same token are the implementation's duty.
   */
  transact(writes: readonly Write[], token: string): Promise<WriteVerdict>;
}
