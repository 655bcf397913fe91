import { partsOf } from '@temkin/storage';
import type { DynamoDBRecord } from 'aws-lambda';

/**
 * For whom the stream of the table `outbox` rings, each once. An item under a key that is no event's rings for nobody: only
 * an intruder can have put it there.
 */
export const rings = (
  records: readonly DynamoDBRecord[],
): { readonly tenants: readonly string[]; readonly foreign: number } => {
  const tenants = records.map(({ dynamodb: { Keys: key = {} } = {} }) => {
    const parts = partsOf('outbox', 'event', { partition: key.pk?.S ?? '', sort: key.sk?.S ?? '' });
    return parts?.tenant;
  });
  const known = tenants.flatMap((tenant) => (tenant === undefined ? [] : [tenant]));
  return { tenants: [...new Set(known)], foreign: tenants.length - known.length };
};
