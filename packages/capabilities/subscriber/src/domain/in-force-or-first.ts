import { inForce, vietnamTime, type PolicyRecord } from '@temkin/kernel';

/** The record in force at an instant; before the first one was, that one. */
export const inForceOrFirst = <Value>(
  records: readonly PolicyRecord<Value>[],
  atMilliseconds: number,
): PolicyRecord<Value> => {
  const first = Math.min(...records.map(({ validFrom }) => vietnamTime(validFrom)));
  return inForce(records, Math.max(atMilliseconds, first));
};
