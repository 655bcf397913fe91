import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { SHRED_REASONS } from '../domain/index.ts';
import { parcelId } from './parcel-words.ts';
import { releaseSpecs } from './release-specs.ts';

export const shredParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/shred',
  action: 'parcel.shred',
  tag: 'Parcels',
  summary: 'Shred a closed parcel before its time',
  description:
    'Two people: whoever asks, and somebody else who agrees. All that leads to a person is destroyed at once, and for good. ' +
    'Shredding a shredded parcel changes nothing.',
  access: { scope: 'parcels:shred', roles: ['support-lead', 'privacy-officer'] },
  params: () => z.strictObject({ parcelId }),
  body: () => z.strictObject({ reason: z.enum(SHRED_REASONS) }),
  twoPerson: true,
  success: {
    status: 200,
    description: 'What remains of the parcel.',
    body: () =>
      z
        .strictObject({
          parcelId,
          state: z.literal('shredded'),
          finalFrom: z.iso.datetime().meta({
            description: 'From when on nobody can bring any of it back, the store’s recovery included.',
          }),
        })
        .meta({ id: 'ShreddedParcel' }),
  },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.SHREDDED', 'PARCEL.STATE_NOT_ALLOWED', 'PARCEL.CHANGED'],
});

/** The specifications of what two people must agree to about a parcel. */
export const privacySpecs = [shredParcelSpec, ...releaseSpecs];
