import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import { retentionMonths } from './policies.ts';

/** 128 bits: no two numbers of a tenant share a hash by chance. */
const HASH_BYTES = 16;

/** What a phone number (E.164) is called in the index, under the tenant's key of one month. */
export const phoneHash = (key: Uint8Array, phone: string): string => toHex(keyedHash(key, HASH_BYTES, phone));

/** The longest that a parcel stays indexed, in months, by whichever policy it was issued under. */
const LONGEST_MONTHS = Math.max(
  ...Object.values(retentionMonths).flatMap((records) => records.map(({ value }) => value)),
);

/**
 * Every month (UTC, `YYYY-MM`) whose key may have indexed a parcel that is still in the index, newest first: as many as
 * retention has, and one at each end, for a term ends with a day (`monthsAfter`) and begins anywhere in a month.
 */
export const indexMonths = (nowMilliseconds: number): readonly string[] => {
  const now = new Date(nowMilliseconds);
  return Array.from({ length: LONGEST_MONTHS + 2 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
};

/** Whose number of a parcel it is. */
export const PARTIES = ['recipient', 'sender', 'both'] as const;

export type ParcelParty = (typeof PARTIES)[number];
