import { once } from '@temkin/kernel';
import * as z from 'zod';
import { isCleanText, normalizeText, TEXT_LIMITS, toE164 } from '../domain/index.ts';
import { routing } from './disclosure-schema.ts';
import { communeCode, parcelId, parcelState, shiftId, sortCode, vnd, waybillNumber } from './parcel-words.ts';

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

/** A phone number as people write it; E.164 when it is parsed. */
export const phone = z
  .string()
  .meta({ maxLength: 32, description: 'Any country, E.164; without country code it is read as Vietnamese.' })
  .transform((value, context) => {
    const number = toE164(value);
    if (number !== undefined) return number;
    context.issues.push({ code: 'custom', message: 'Must be a phone number.', input: value });
    return z.NEVER;
  });

/** Bounded here; what it is worth is decided by the use case, so that every bad token has the same kind of answer. */
export const token = z.string().max(4_096).meta({ description: 'What the QR code says: `TK1:` and base45.' });

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

/** A parcel that was revoked. */
export const revokedParcel = once(() =>
  z.strictObject({ parcelId, waybillNumber, state: z.literal('revoked') }).meta({ id: 'RevokedParcel' }),
);

export const shift = once(() =>
  z
    .strictObject({
      shiftId,
      shipper: z.string(),
      facility: z.string(),
      state: z.enum(['open', 'closed']),
      openedAt: z.iso.datetime(),
      closedAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'Shift' }),
);

/** The problem of one item of many; the codes are those that can occur. */
export const itemProblem = (codes: readonly string[]) =>
  z.strictObject({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    code: z.string().meta({ enum: codes }),
    detail: z.string().exactOptional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .readonly()
      .exactOptional(),
  });
