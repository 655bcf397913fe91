import { once } from '@temkin/kernel';
import * as z from 'zod';
import { TEXT_LIMITS } from '../domain/index.ts';
import { custodyRecord, holder } from './custody-schemas.ts';
import { routing } from './disclosure-schema.ts';
import { phone } from './phone-schema.ts';
import { communeCode, parcelId, parcelState, sortCode, token, vnd, waybillNumber } from './parcel-words.ts';
import { text } from './text.ts';

const party = once(() =>
  z
    .strictObject({
      name: text(TEXT_LIMITS.name),
      phone,
      address: z.strictObject({ street: text(TEXT_LIMITS.street), communeCode }),
    })
    .meta({ id: 'Party' }),
);

/** A parcel to be issued. */
export const newParcel = once(() =>
  z
    .strictObject({
      waybillNumber,
      kind: z.enum(['sealed', 'opaque']).default('sealed'),
      service: z.enum(['domestic', 'international']).default('domestic'),
      recipient: party(),
      sender: party().exactOptional(),
      goods: z.strictObject({
        description: text(TEXT_LIMITS.goods),
        weightGrams: z.int().min(0).max(1_000_000).exactOptional(),
        declaredValueVnd: vnd.exactOptional(),
      }),
      codAmountVnd: vnd.exactOptional(),
      handlingNote: text(TEXT_LIMITS.note).exactOptional(),
      sortCode: sortCode
        .exactOptional()
        .meta({ description: 'By the routes of the company where absent, if it has one to the address.' }),
    })
    .meta({ id: 'NewParcel' }),
);

/** An issued parcel. */
export const issuedParcel = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      labelId: z.string().regex(/^[0-9a-f]{16}$/),
      kind: z.enum(['sealed', 'opaque', 'sealed-all']),
      token,
      state: parcelState,
      routing: routing(),
      issuedAt: z.iso.datetime(),
    })
    .meta({ id: 'IssuedParcel' }),
);

/** A parcel under a new label. */
export const reissuedParcel = once(() =>
  issuedParcel()
    .extend({
      formerLabelUntil: z.iso.datetime().exactOptional().meta({
        description:
          'Until when the former label opens, unless the new one is scanned before; absent where it is dead.',
      }),
    })
    .meta({ id: 'ReissuedParcel' }),
);

/** A parcel as its followers see it. */
export const parcelReport = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      kind: z.enum(['sealed', 'opaque', 'sealed-all']),
      state: parcelState,
      holder: holder().exactOptional(),
      offeredTo: holder().exactOptional(),
      routing: routing(),
      issuedAt: z.iso.datetime(),
      custody: z.array(custodyRecord()).readonly(),
    })
    .meta({ id: 'Parcel' }),
);

/** A parcel that was revoked. */
export const revokedParcel = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      state: z.literal('revoked'),
      finalFrom: z.iso.datetime().meta({
        description: 'From when on nobody can bring the label’s key back, the store’s recovery included.',
      }),
    })
    .meta({ id: 'RevokedParcel' }),
);
