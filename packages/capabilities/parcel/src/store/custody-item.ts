import { bytesOf, numberOf, optional, textOf, textsOf, type Item } from '@temkin/storage';
import type { AttemptReason, CustodyEventName, CustodyFlag, CustodyRecord } from '../domain/index.ts';
import { placeFields, placeIn } from './parcel-item.ts';

/** A custody record as its item. */
export const toCustodyItem = (record: CustodyRecord): Item => ({
  custodyEventId: record.custodyEventId,
  event: record.event,
  ...placeFields(record),
  ...(record.reason !== undefined && { reason: record.reason }),
  ...(record.detail !== undefined && { detail: { ...record.detail } }),
  occurredAt: record.occurredAt,
  recordedAt: record.recordedAt,
  order: record.order,
  source: record.source,
  flags: [...record.flags],
  eventId: record.eventId,
});

/** An item as the custody record it keeps. */
export const fromCustodyItem = (item: Item): CustodyRecord => {
  const reason = optional(textOf, item, 'reason');
  const detail = item.detail as Item | undefined;
  return {
    custodyEventId: textOf(item, 'custodyEventId'),
    event: textOf(item, 'event') as CustodyEventName,
    ...placeIn(item),
    ...(reason !== undefined && { reason: reason as AttemptReason }),
    ...(detail !== undefined && {
      detail: { nonce: bytesOf(detail, 'nonce'), ciphertext: bytesOf(detail, 'ciphertext') },
    }),
    occurredAt: numberOf(item, 'occurredAt'),
    recordedAt: numberOf(item, 'recordedAt'),
    order: numberOf(item, 'order'),
    source: textOf(item, 'source'),
    flags: textsOf(item, 'flags') as readonly CustodyFlag[],
    eventId: textOf(item, 'eventId'),
  };
};
