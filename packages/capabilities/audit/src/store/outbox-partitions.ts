import { outboxKey } from '@temkin/audit-event';

/** The sixteen shards of a tenant's outbox: the last hexadecimal digit of the event id. */
const SHARDS = Array.from('0123456789abcdef');

/** The partitions of a tenant's outbox. Any event id of a shard leads to its partition. */
export const outboxPartitions = (tenant: string): readonly string[] =>
  SHARDS.map((shard) => outboxKey(tenant, shard).partition);
