import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { parcelId, parcelState, waybillNumber } from './parcel-words.ts';

const assigning = { scope: 'custody:record', roles: ['order-system', 'desk-clerk', 'dispatcher'] } as const;

const shipper = z
  .string()
  .min(1)
  .max(64)
  .meta({ description: 'Staff id of the shipper who is to collect it.' });

const collection = once(() =>
  z
    .strictObject({ parcelId, waybillNumber, state: parcelState, shipper: shipper.exactOptional() })
    .meta({ id: 'Collection' }),
);

export const assignCollectionSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/collection',
  action: 'collection.assign',
  tag: 'Parcels',
  summary: 'Give the collection of a parcel to a shipper',
  description:
    'Of a parcel that nobody has yet; staff give it to shippers of their own facility. From then on that shipper alone may ' +
    'read the sender, for the purpose `collection`; who had it before may not any more.',
  access: assigning,
  params: () => z.strictObject({ parcelId }),
  body: () => z.strictObject({ shipper }),
  success: { status: 200, description: 'The parcel, and who is to collect it.', body: collection },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.SHREDDED',
    'PARCEL.SHIPPER_NOT_ROSTERED',
    'PARCEL.CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.CHANGED',
  ],
});

export const cancelCollectionSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/collection/cancel',
  action: 'collection.cancel',
  tag: 'Parcels',
  summary: 'Take the collection of a parcel back',
  description: 'It is given to nobody then. Of a parcel that is given to nobody it changes nothing.',
  access: assigning,
  params: () => z.strictObject({ parcelId }),
  success: { status: 200, description: 'The parcel.', body: collection },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.SHREDDED',
    'PARCEL.CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.CHANGED',
  ],
});

/** The specifications of collections. */
export const collectionSpecs = [assignCollectionSpec, cancelCollectionSpec];
