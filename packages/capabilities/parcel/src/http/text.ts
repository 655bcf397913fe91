import * as z from 'zod';
import { isCleanText, normalizeText } from '../domain/index.ts';

/**
 * UTF-16 units that a code point of normalised text may have come from: two, each of them four (UAX #15, expansion by
 * NFD). Longer texts are not normalised at all, for marks out of order take time that grows with the square of their
 * number.
 */
const UNITS_PER_CHARACTER = 8;

/** A text field: normalised, without control characters, at most so many code points. */
export const text = (maximum: number) =>
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
