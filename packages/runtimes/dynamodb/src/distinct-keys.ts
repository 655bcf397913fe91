import type { Key } from '@temkin/storage';

/** The most keys of one call for many (the table port; as many as DynamoDB takes in a BatchGetItem). */
const MANY = 100;

/** Each key once, as DynamoDB demands of a batch. Throws `RangeError` beyond 100 keys. */
export const distinctKeys = (keys: readonly Key[]): readonly Key[] => {
  if (keys.length > MANY) throw new RangeError(`a batch has at most ${MANY} keys, not ${keys.length}`);
  return [
    ...new Map(keys.map((key) => [JSON.stringify([key.table, key.partition, key.sort]), key])).values(),
  ];
};
