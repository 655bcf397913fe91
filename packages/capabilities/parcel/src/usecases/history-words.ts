import { keyedHash } from '@temkin/crypto';
import { toHex, type RandomBytes } from '@temkin/kernel';
import { HISTORY_CODE_DIGITS } from '../domain/index.ts';

/** What the tenant keys of the public page are for: hashes of codes, and the names under which it counts. */
export const HISTORY_PURPOSE = 'history';

/**
 * Stands in for a company that is none of ours, so that a request for one takes the steps of any other. No tenant can be
 * called that.
 */
export const NO_COMPANY = '-';

const CODES = 10 ** HISTORY_CODE_DIGITS;

/** The most that a 32-bit number can be for all codes to be equally likely. */
const FAIR = Math.floor(2 ** 32 / CODES) * CODES;

/** A one-time code: decimal digits, all equally likely. */
export const newHistoryCode = (random: RandomBytes): string => {
  for (;;) {
    const bytes = random(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (number < FAIR) return String(number % CODES).padStart(HISTORY_CODE_DIGITS, '0');
  }
};

/** What is kept of a code. */
export const codeHash = (key: Uint8Array, challengeId: string, code: string): Uint8Array =>
  keyedHash(key, 32, 'code', challengeId, code);

/** What is kept of the word by which requests may follow. */
export const followUpHash = (key: Uint8Array, challengeId: string, followUp: string): Uint8Array =>
  keyedHash(key, 32, 'follow-up', challengeId, followUp);

/** Under which name something is counted: of a number, a parcel or a network it tells nothing. */
export const countedName = (key: Uint8Array, what: string, ...values: readonly string[]): string =>
  toHex(keyedHash(key, 16, 'count', what, ...values));
