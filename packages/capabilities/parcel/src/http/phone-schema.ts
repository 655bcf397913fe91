import * as z from 'zod';
import { toE164 } from '@temkin/phone-number';

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
