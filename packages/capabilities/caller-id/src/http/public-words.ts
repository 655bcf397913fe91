import { once } from '@temkin/kernel';
import * as z from 'zod';
import { toE164 } from '@temkin/phone-number';

/** Words that the public routes share, as schemas. */
export const company = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .meta({ description: 'The short name of the company, as on its label.' });

export const challengeId = z.string().regex(/^[0-9a-f]{32}$/);

/** A telephone number as people write it; E.164 when it is parsed. */
export const phone = z
  .string()
  .meta({ maxLength: 32, description: 'Any country, E.164; without country code it is read as Vietnamese.' })
  .transform((value, context) => {
    const number = toE164(value);
    if (number !== undefined) return number;
    context.issues.push({ code: 'custom', message: 'Must be a phone number.', input: value });
    return z.NEVER;
  });

export const lastFour = z
  .string()
  .regex(/^[0-9]{4}$/)
  .meta({ description: 'The last four digits of your own number.' });

export const waybillNumber = z.string().regex(/^[A-Z0-9-]{1,35}$/);

/** What to do now, in both languages. */
export const advice = once(() => z.strictObject({ vi: z.string(), en: z.string() }));
