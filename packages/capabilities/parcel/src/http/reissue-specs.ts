import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { parcelId } from './parcel-words.ts';
import { newParcel, reissuedParcel } from './schemas.ts';

export const reissueParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/reissue',
  action: 'parcel.reissue',
  tag: 'Parcels',
  summary: 'Replace the label of a parcel',
  description:
    'For a label that is wrong or leaked: a new token for all that is sent, which is all that is known of the parcel from ' +
    'then on. The former label is dead at once. Where a shift has the parcel on the road it opens on for a day, with the new ' +
    'words, or until the new one is scanned. Waybill number and service stay.',
  access: { scope: 'parcels:issue', roles: ['order-system'] },
  params: () => z.strictObject({ parcelId }),
  body: newParcel,
  creates: true,
  success: {
    status: 201,
    description: 'The parcel and the token for its new QR code.',
    body: reissuedParcel,
  },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.CLOSED',
    'PARCEL.REISSUE_MISMATCH',
    'PARCEL.REVOKED',
    'PARCEL.SHREDDED',
    'PARCEL.ADDRESS_INVALID',
    'PARCEL.KIND_NOT_ALLOWED',
    'PARCEL.TOO_LARGE',
    'PARCEL.CHANGED',
  ],
});

/** The specification of replacing labels. */
export const reissueSpecs = [reissueParcelSpec];
