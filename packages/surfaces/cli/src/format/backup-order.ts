import { TABLE_NAMES, type TableName } from '@temkin/storage';

/**
 * The order in which tables are read while requests go on. What refers comes before what it refers to, so that no label in
 * the backup lacks its key and no key its tenant key. The outbox comes last: whatever was destroyed, revoked or suspended
 * after its item was read is on record in the backup itself, and the restore leaves it destroyed.
 */
export const BACKUP_ORDER = [
  'releases',
  'parcels',
  'parcel-keys',
  'parcel-escrow',
  'subject-requests',
  'approvals',
  'access',
  'webhooks',
  'calls',
  'subscriber-rights',
  'subscribers',
  'subscriber-keys',
  'pseudonyms',
  'requests',
  'tenant-keys',
  'outbox',
] as const satisfies readonly TableName[];

/** A table that a backup has. */
export type BackedUpTable = (typeof BACKUP_ORDER)[number];

/**
 * A head belongs to the log as it is: an older one would have other tiles written to places that are taken. Where it is lost,
 * the sequencer reads it from the log. The index is made of the logs, and made again from them. With the key of a call dies the number that was
 * called, within hours: no backup keeps it for longer. The index of the registry is made of its people, and made again from
 * them under a new key. So is what a sweep finds among them. Imports of the registry die with their keys: whoever lost one in the middle
 * sends the file again.
 */
export const NEVER_BACKED_UP = [
  'log-heads',
  'log-index',
  'call-keys',
  'subscriber-index',
  'registry-sweeps',
  'registry-bulk',
] as const satisfies readonly TableName[];

/** Whether a backup may have a table of this name. */
export const isBackedUp = (name: string): name is BackedUpTable =>
  BACKUP_ORDER.some((table) => table === name);

/** The tables of a backup in the order of the schema. */
export const BACKED_UP: readonly BackedUpTable[] = TABLE_NAMES.filter(isBackedUp);
