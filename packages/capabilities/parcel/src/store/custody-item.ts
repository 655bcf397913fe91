import type { ReliedOn } from '@temkin/kernel';
import { keyOf, numberOf, optional, textOf, textsOf, type Item, type Write } from '@temkin/storage';
import type { CustodyEventName, CustodyRecord, Holder, Parcel, ParcelState } from '../domain/index.ts';
import { custodyFields } from './parcel-item.ts';

const toCustodyItem = (record: CustodyRecord): Item => ({
  custodyEventId: record.custodyEventId,
  event: record.event,
  state: record.state,
  ...(record.holder !== undefined && { holderType: record.holder.type, holderId: record.holder.id }),
  occurredAt: record.occurredAt,
  recordedAt: record.recordedAt,
  source: record.source,
  flags: [...record.flags],
  eventId: record.eventId,
});

/** An item as the custody record it keeps. */
export const fromCustodyItem = (item: Item): CustodyRecord => {
  const holderType = optional(textOf, item, 'holderType');
  return {
    custodyEventId: textOf(item, 'custodyEventId'),
    event: textOf(item, 'event') as CustodyEventName,
    state: textOf(item, 'state') as ParcelState,
    ...(holderType !== undefined && {
      holder: { type: holderType as Holder['type'], id: textOf(item, 'holderId') },
    }),
    occurredAt: numberOf(item, 'occurredAt'),
    recordedAt: numberOf(item, 'recordedAt'),
    source: textOf(item, 'source'),
    flags: textsOf(item, 'flags'),
    eventId: textOf(item, 'eventId'),
  };
};

/**
 * Moves a parcel: refused at position 0 where the parcel is no longer as it was read, at 1 where this very custody event
 * is recorded already.
 */
export const custodyWrites = (
  tenant: string,
  parcel: Parcel & { readonly reliedOn: ReliedOn },
  holder: Holder | undefined,
  record: CustodyRecord,
): readonly Write[] => {
  const { parcelId, reliedOn } = parcel;
  const { custodyEventId, eventId, state } = record;
  const { set, remove } = custodyFields(state, holder);
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { ...set, eventId },
      remove,
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    {
      kind: 'put',
      key: keyOf('parcels', 'custodyEvent', { tenant, parcelId, custodyEventId }),
      item: toCustodyItem(record),
      condition: 'absent',
    },
  ];
};
