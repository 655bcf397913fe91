import type { ReliedOn } from '@temkin/kernel';
import type { Key, Write } from './table.ts';

/** Names the version of a record that a decision is about to rely on. */
export const relyOn = (key: Key, version: number): ReliedOn => ({ ...key, version });

/** The checks that make a transaction fail where a record it relied on has changed since. */
export const stillHolds = (records: readonly ReliedOn[]): readonly Write[] =>
  records.map((record) => ({
    kind: 'check',
    key: { table: record.table as Key['table'], partition: record.partition, sort: record.sort },
    condition: [{ attribute: 'version', is: 'equal', to: record.version }],
  }));
