import { inForce, type PolicyRecord } from '@temkin/kernel';

/** Bytes that the item of a holder, or of a number, may have with all its fields, at most. */
export const recordBytes: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-record-bytes',
    value: 384 * 1_024,
    source:
      'Amazon DynamoDB, "Service, account, and table quotas": an item has 400 kB at most; the rest is for what it gets beside its fields: marks, holds, who moved it',
    validFrom: '2026-11-22',
  },
];

/** Whether a record has grown to more than there is room for. One that is larger already may shrink. */
export const isTooLarge = (after: number, before: number, at: number): boolean =>
  after > before && after > inForce(recordBytes, at).value;
