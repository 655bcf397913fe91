import { keyOf, type Write } from '@temkin/storage';
import type { CustodyRecord, Parcel, Place, Read } from '../domain/index.ts';
import { toCustodyItem } from './custody-item.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import { placeChange } from './parcel-item.ts';

/** Where a parcel is from now on, and when the latest of its scans happened. */
export interface Moved {
  readonly place: Place;
  /** Milliseconds since the epoch. */
  readonly movedAt: number;
}

/**
 * Puts a scan into the trail and the parcel where its scans have it: refused at position 0 where the parcel is no longer
 * as it was read, at 1 where this very custody event is recorded already.
 */
export const custodyWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  { place, movedAt }: Moved,
  record: CustodyRecord,
): readonly Write[] => {
  const { parcelId, reliedOn } = parcel;
  const { custodyEventId, eventId } = record;
  const { set, remove } = placeChange(place);
  // A state that stays is not set: by that a change of state is known (parcel-news.ts).
  const { state: _state, ...where } = set;
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { ...(place.state === parcel.state ? where : set), movedAt, eventId },
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
    ...expectedParcelWrites(tenant, parcel, place),
  ];
};
