import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';

/** 128 bits: no two things that a tenant hashes share a hash by chance. */
const HASH_BYTES = 16;

/*
 * All under a tenant key of purpose `call`. The first part says what is hashed, so that no proof of one kind is ever one of
 * another; numbers are E.164, with their plus sign.
 */

/** What a recipient is called among declared calls: by which no two calls reach the same person by the same number at once. */
export const recipientHash = (key: Uint8Array, phone: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'recipient', phone));

/** Proof by the number that rang and the last four digits of one's own. */
export const lastFourProof = (key: Uint8Array, number: string, lastFour: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'last-four', number, lastFour));

/** Proof by the number that rang and the waybill number. */
export const waybillProof = (key: Uint8Array, number: string, waybillNumber: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'waybill', number, waybillNumber));

/** Proof by the number that rang and one's own, which was shown to be one's own. */
export const ownNumberProof = (key: Uint8Array, number: string, phone: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'own-number', number, phone));

/** What a declared call can be found by, for the number that its recipient sees. */
export const proofsOf = (
  key: Uint8Array,
  {
    number,
    phone,
    waybillNumber,
  }: { readonly number: string; readonly phone: string; readonly waybillNumber: string },
): readonly string[] => [
  lastFourProof(key, number, phone.slice(-4)),
  waybillProof(key, number, waybillNumber),
  ownNumberProof(key, number, phone),
];

/** A code that is spoken, bound to its call. */
export const spokenHash = (key: Uint8Array, intentId: string, code: string): Uint8Array =>
  keyedHash(key, HASH_BYTES, 'spoken', intentId, code);

/** What a number that rang is called, of the pool or a shipper's own. */
export const numberHash = (key: Uint8Array, number: string): string =>
  toHex(keyedHash(key, HASH_BYTES, 'number', number));
