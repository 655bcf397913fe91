import type { ReliedOn } from '@temkin/kernel';
import type { Key, Write } from './table.ts';

/** Names the version of a record that a decision is about to rely on. */
export const relyOn = (key: Key, version: number): ReliedOn => ({ ...key, version });

const isSame = (a: ReliedOn, b: ReliedOn): boolean =>
  a.table === b.table && a.partition === b.partition && a.sort === b.sort;

/**
 * The checks that make a transaction fail where a record it relied on has changed since, in the order given. A transaction
 * touches an item once, so a record that was read twice is checked as it was read first.
 */
export const stillHolds = (records: readonly ReliedOn[]): readonly Write[] =>
  records
    .filter((record, i) => records.findIndex((other) => isSame(other, record)) === i)
    .map((record) => ({
      kind: 'check',
      key: { table: record.table as Key['table'], partition: record.partition, sort: record.sort },
      condition: [{ attribute: 'version', is: 'equal', to: record.version }],
    }));
