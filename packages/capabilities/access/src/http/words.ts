import * as z from 'zod';

/** Who keeps staff, facilities and devices. */
export const administrator = { scope: 'access:admin', roles: ['staff-admin'] } as const;

const DIGITS = /^\d{1,3}$/;

/** Entries of a page; from decimal digits alone: `Number` would take `0x10` and blanks as well. */
export const limit = z.preprocess(
  (text) => (typeof text === 'string' && DIGITS.test(text) ? Number(text) : text),
  z.int().min(1).max(100).default(50),
);

/** What a query of a page asks of a store. */
export const rangeOf = ({
  limit: entries,
  cursor,
}: {
  readonly limit: number;
  readonly cursor?: string;
}) => ({
  limit: entries,
  ...(cursor !== undefined && { after: cursor }),
});
