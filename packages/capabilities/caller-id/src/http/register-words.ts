import { pageLimit } from '@temkin/http';
import * as z from 'zod';
import { mobileNumberOf } from '../domain/index.ts';

export const limit = pageLimit(100, 50);

/** The id of an entry of a register. */
export const registerId = z.string().regex(/^[0-9a-f]{32}$/);

/** A mobile number as people write it; E.164 when it is parsed. */
export const mobileNumber = z
  .string()
  .meta({ maxLength: 32, description: 'A Vietnamese mobile number, with or without its country code.' })
  .transform((value, context) => {
    const number = mobileNumberOf(value);
    if (number !== undefined) return number;
    context.issues.push({ code: 'custom', message: 'Must be a Vietnamese mobile number.', input: value });
    return z.NEVER;
  });
