/**
 * What somebody without an account is told of a call, a badge: the company has declared that call to that person; it has, and the
 * caller speaks its code; we cannot confirm it, for whatever reason; we cannot look just now.
 */
export const CHECK_RESULTS = ['MATCH', 'CONFIRMED', 'NO_MATCH', 'CANNOT_CHECK'] as const;

export type CheckResult = (typeof CHECK_RESULTS)[number];

/** What somebody is told of an account that money is to go to. */
export const PAYMENT_RESULTS = ['OFFICIAL', 'NOT_OFFICIAL', 'CANNOT_CHECK'] as const;

export type PaymentResult = (typeof PAYMENT_RESULTS)[number];
