import { keyOf, type Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';
import { stateChange } from './parcel-item.ts';

/**
 * Gives a parcel's collection to a shipper, or to nobody. Refused where the parcel is no longer as it was read.
 */
export const collectionWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  shipper: string | undefined,
  eventId: string,
): readonly Write[] => [
  {
    kind: 'update',
    key: keyOf('parcels', 'parcel', { tenant, parcelId: parcel.parcelId }),
    ...(shipper === undefined
      ? { set: { ...stateChange(parcel, 'issued'), eventId }, remove: ['assignedTo'] }
      : { set: { ...stateChange(parcel, 'awaiting-collection'), assignedTo: shipper, eventId } }),
    add: { version: 1 },
    condition: [{ attribute: 'version', is: 'equal', to: parcel.reliedOn.version }],
  },
];
