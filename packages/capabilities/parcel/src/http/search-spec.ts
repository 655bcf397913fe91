import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { PARTIES, SEARCH_PURPOSES, SEARCH_RULES } from '../domain/index.ts';
import { parcelId, parcelState, waybillNumber } from './parcel-words.ts';
import { phone } from './phone-schema.ts';

const cursor = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}(?:\.[0-9a-f]{32})?$/)
  .meta({ description: 'From the page before; its own words.' });

export const searchByPhoneSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/search',
  action: 'parcel.search',
  tag: 'Subject requests',
  summary: 'Find parcels by a telephone number',
  description:
    'Those of which it is the recipient’s or the sender’s, newest month of issue first. Each page is on record, names every ' +
    'parcel that it shows, and counts towards the hour’s ceiling.',
  access: { scope: 'parcels:search', roles: [...new Set(Object.values(SEARCH_RULES).flat())] },
  body: () =>
    z.strictObject({
      phone,
      purpose: z.enum(SEARCH_PURPOSES),
      limit: z.int().min(1).max(50).default(20),
      cursor: cursor.exactOptional(),
    }),
  success: {
    status: 200,
    description: 'A page of parcels. It may be empty and still carry a cursor.',
    body: () =>
      z.strictObject({
        parcels: z
          .array(
            z.strictObject({
              parcelId,
              waybillNumber,
              state: parcelState,
              party: z.enum(PARTIES),
              issuedAt: z.iso.datetime(),
            }),
          )
          .readonly(),
        cursor: cursor.exactOptional(),
      }),
  },
  problems: ['PARCEL.PURPOSE_NOT_ALLOWED', 'PARCEL.QUOTA_EXCEEDED'],
});
