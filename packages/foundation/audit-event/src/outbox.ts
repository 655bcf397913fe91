import { eventIdTime } from '@temkin/kernel';
import { keyOf, type Key, type Write } from '@temkin/storage';

/** Partitions of a tenant's outbox: about 500 entries a second each before DynamoDB throttles one. */
export const OUTBOX_SHARDS = 16;

/**
 * The shard of an event: the last hexadecimal digit of its id, which is random in a UUIDv7 (RFC 9562 §5.7), so writers
 * spread and a reader who knows the id knows the place.
 */
export const shardOf = (eventId: string): string => eventId.slice(-1);

/** The year (UTC) of the log that an event enters, as its id tells it: a log holds a tenant's events of one year. */
export const logYear = (eventId: string): string =>
  String(new Date(eventIdTime(eventId)).getUTCFullYear()).padStart(4, '0');

/** Where an event waits for the log. */
export const outboxKey = (tenant: string, eventId: string): Key =>
  keyOf('outbox', 'event', { tenant, shard: shardOf(eventId), eventId });

/** The event's item in its transaction. It never replaces another. */
export const outboxPut = (tenant: string, eventId: string, entry: Uint8Array): Write => ({
  kind: 'put',
  key: outboxKey(tenant, eventId),
  item: { entry },
  condition: 'absent',
});
