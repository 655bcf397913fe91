import { once } from '@temkin/kernel';
import * as z from 'zod';
import { isCleanText, normalizeText, TEXT_LIMITS } from '../domain/index.ts';
import { custodyRecord, holder } from './custody-schemas.ts';
import { routing } from './disclosure-schema.ts';
import { phone } from './phone-schema.ts';
import { communeCode, parcelId, parcelState, sortCode, token, vnd, waybillNumber } from './parcel-words.ts';

/**
 * UTF-16 units that a code point of normalised text may have come from: two, each of them four (UAX #15, expansion by
 * NFD). Longer texts are not normalised at all, for marks out of order take time that grows with the square of their
 * number.
 */
const UNITS_PER_CHARACTER = 8;

/** A text field: normalised, without control characters, at most so many code points. */
const text = (maximum: number) =>
  z
    .string()
    .meta({ minLength: 1, maxLength: maximum })
    .refine((value) => value.length <= UNITS_PER_CHARACTER * maximum, {
      error: `Must have at most ${maximum} characters.`,
      abort: true,
    })
    .refine(isCleanText, { error: 'Must be well-formed Unicode without control characters.', abort: true })
    .transform(normalizeText)
    .refine((value) => value.length > 0, { error: 'Must not be empty.', abort: true })
    .refine((value) => value.length <= maximum || Array.from(value).length <= maximum, {
      error: `Must have at most ${maximum} characters.`,
    });

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
      sortCode: sortCode.exactOptional(),
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
  z.strictObject({ parcelId, waybillNumber, state: z.literal('revoked') }).meta({ id: 'RevokedParcel' }),
);
