import { inForce, vietnamDay, type PolicyRecord } from '@temkin/kernel';

/** The record in force at an instant; undefined where none was yet, or is any more. For laws that act on what they found. */
export const recordAt = <Value>(
  records: readonly PolicyRecord<Value>[],
  at: number,
): PolicyRecord<Value> | undefined => {
  const day = vietnamDay(at);
  const isKnown = records.some(
    ({ validFrom, validTo }) => validFrom <= day && (validTo === undefined || day < validTo),
  );
  return isKnown ? inForce(records, at) : undefined;
};
