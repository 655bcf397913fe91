import { keyOf, type Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';

/**
 * Gives a parcel's collection to a shipper, or to nobody. Refused where the parcel is no longer as it was read.
 */
export const collectionWrites = (
  tenant: string,
  { parcelId, reliedOn }: Read<Parcel>,
  shipper: string | undefined,
  eventId: string,
): readonly Write[] => [
  {
    kind: 'update',
    key: keyOf('parcels', 'parcel', { tenant, parcelId }),
    ...(shipper === undefined
      ? { set: { state: 'issued', eventId }, remove: ['assignedTo'] }
      : { set: { state: 'awaiting-collection', assignedTo: shipper, eventId } }),
    add: { version: 1 },
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  },
];
