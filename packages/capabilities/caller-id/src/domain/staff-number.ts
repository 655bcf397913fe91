import { keyedHash } from '@temkin/crypto';
import { toHex, type Receipt } from '@temkin/kernel';
import { toE164 } from '@temkin/phone-number';

/** A retired number is nobody's any more: what it was is forgotten. */
export const STAFF_NUMBER_STATES = ['verified', 'retired'] as const;

export type StaffNumberState = (typeof STAFF_NUMBER_STATES)[number];

/** A value under a tenant key, and which. */
export interface SealedValue {
  readonly keyId: string;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** A telephone of a shipper's own, by the number that the operator has shown to be theirs. Instants are milliseconds since the epoch. */
export interface StaffNumber {
  /** 32 hexadecimal digits. */
  readonly staffNumberId: string;
  /** Staff member. */
  readonly shipper: string;
  readonly state: StaffNumberState;
  /** The number and its keyed hash; absent once it is retired. */
  readonly kept?: { readonly number: SealedValue; readonly numberHash: string };
  readonly registeredAt: number;
  readonly retiredAt?: number;
  readonly registerReceipt: Receipt;
}

/** 128 bits: no two numbers of a tenant share a hash by chance. */
const HASH_BYTES = 16;

/** What a staff member's number is called in the register, under the register's key. */
export const staffNumberHash = (key: Uint8Array, number: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'staff-number', number));

/**
 * A Vietnamese mobile number as E.164; undefined for any other. Mobile numbers have nine digits after the country code, of which
 * the first is 3, 5, 7, 8 or 9 (Circular 22/2014/TT-BTTTT, national numbering plan, as changed in 2018).
 */
export const mobileNumberOf = (text: string): string | undefined => {
  const number = toE164(text);
  return number !== undefined && /^\+84[35789]\d{8}$/.test(number) ? number : undefined;
};

/** A number of which the last three digits can be read, so that whoever keeps the register can tell two apart. */
export const maskedNumber = (number: string): string => `•••${number.slice(-3)}`;
