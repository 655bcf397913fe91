import * as z from 'zod';

/** Safe as a number, and more than any list has. */
const DIGITS = /^[0-9]{1,15}$/;

/** Entries of a page, as a query asks for them: from decimal digits alone, for `Number` would take `0x10` and blanks as well. */
export const pageLimit = (most: number, whereAbsent: number) =>
  z.preprocess(
    (text) => (typeof text === 'string' && DIGITS.test(text) ? Number(text) : text),
    z.int().min(1).max(most).default(whereAbsent),
  );
