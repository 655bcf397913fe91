import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { OPEN_REASONS, PURPOSES, rolesReadingFrom } from '../domain/index.ts';
import { amendment, disclosedFields, routing } from './disclosure-schema.ts';
import { loadSpecs } from './load-specs.ts';
import { isNamedOnce, NAME_ONCE, parcelNames } from './parcel-name.ts';
import { parcelId, parcelState, waybillNumber } from './parcel-words.ts';

const lostLabel = once(() =>
  z
    .strictObject({
      token: z.string(),
      waybillNumber,
      recipient: z.strictObject({
        name: z.string(),
        address: z.strictObject({ street: z.string(), communeCode: z.string() }),
      }),
      sortCode: z.string().exactOptional(),
      codAmountVnd: z.int().exactOptional(),
    })
    .meta({
      id: 'LostLabel',
      description: 'Of `reprint`: an item of `POST /v1/labels`, with the token of the label that was lost.',
    }),
);

const opening = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      state: parcelState,
      groups: z.array(z.string()).readonly(),
      shown: z
        .enum(['full', 'masked', 'withheld'])
        .meta({ description: '`withheld`: computed with or printed, and no field is shown.' }),
      fields: disclosedFields(),
      amendment: amendment(),
      routing: routing()
        .exactOptional()
        .meta({ description: 'Of `route` and `reprint`: where the parcel goes.' }),
      label: lostLabel().exactOptional(),
    })
    .meta({ id: 'Opening' }),
);

export const openParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/open',
  action: 'parcel.open',
  tag: 'Parcels',
  summary: 'Open a parcel without its label',
  description:
    'Answers from the escrow copy what role, purpose, custody and case allow, so many in an hour. The read is on record ' +
    'before it happens. `support` shows a masked address, and with a `reason` all of it; `dispute` tells whom the parcel was ' +
    'handed to as well; `reprint` makes the lost label again, bit for bit.',
  access: { scope: 'parcels:open', roles: rolesReadingFrom('escrow') },
  body: () =>
    z
      .strictObject({
        ...parcelNames,
        purpose: z.enum(PURPOSES),
        caseId: z.string().min(1).max(64).exactOptional(),
        reason: z.enum(OPEN_REASONS).exactOptional(),
      })
      .refine(isNamedOnce, NAME_ONCE)
      .meta({ id: 'OpenQuestion' }),
  success: { status: 200, description: 'What this reader may see.', body: opening },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.SHREDDED',
    'PARCEL.PURPOSE_NOT_ALLOWED',
    'PARCEL.LABEL_ONLY',
    'PARCEL.CASE_UNKNOWN',
    'PARCEL.NOT_IN_CUSTODY',
    'PARCEL.OTHER_SIDE_READ',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.QUOTA_EXCEEDED',
    'PARCEL.CHANGED',
  ],
});

/** What the function that opens escrow copies answers: apart from the capability's other specifications. */
export const escrowSpecs = [openParcelSpec, ...loadSpecs];
