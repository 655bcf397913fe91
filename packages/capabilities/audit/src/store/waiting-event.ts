import { logYear, outboxKey } from '@temkin/audit-event';
import { isEventId } from '@temkin/kernel';
import type { Item } from '@temkin/storage';
import { ENTRY_LIMIT_BYTES } from '@temkin/tlog';

/** An event on its way into the log. */
export interface WaitingEvent {
  readonly eventId: string;
  /** The bytes that will be its entry. */
  readonly entry: Uint8Array;
}

/** Years that logs are of. What claims to be of another would open logs by the thousand, which all who read go through. */
const YEAR = /^20[2-9]\d$/;

/**
 * The event of an item of a tenant's outbox, where it is one and lies where it belongs: what lies elsewhere could not be
 * removed, and nobody but an intruder can have put it there.
 */
export const waitingEvent = (
  tenant: string,
  partition: string,
  { sort, item: { entry } }: { readonly sort: string; readonly item: Item },
): WaitingEvent | undefined => {
  if (!isEventId(sort) || !YEAR.test(logYear(sort))) return undefined;
  if (outboxKey(tenant, sort).partition !== partition) return undefined;
  return entry instanceof Uint8Array && entry.length <= ENTRY_LIMIT_BYTES
    ? { eventId: sort, entry }
    : undefined;
};
