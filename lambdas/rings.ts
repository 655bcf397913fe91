import type { Key } from '@temkin/storage';
import type { DynamoDBRecord } from 'aws-lambda';

/** Tells from a key whose item it is; undefined where it is of no kind that rings. */
export type TenantOfKey = (key: Pick<Key, 'partition' | 'sort'>) => string | undefined;

/** The key that a record is about. */
export const recordKey = ({
  dynamodb: { Keys: key = {} } = {},
}: DynamoDBRecord): Pick<Key, 'partition' | 'sort'> => ({
  partition: key.pk?.S ?? '',
  sort: key.sk?.S ?? '',
});

/** For whom a stream rings, each once, and how many of its records are under keys that ring for nobody. */
export const rings = (
  records: readonly DynamoDBRecord[],
  tenantOf: TenantOfKey,
): { readonly tenants: readonly string[]; readonly foreign: number } => {
  const tenants = records.map((record) => tenantOf(recordKey(record)));
  const known = tenants.flatMap((tenant) => (tenant === undefined ? [] : [tenant]));
  return { tenants: [...new Set(known)], foreign: tenants.length - known.length };
};
