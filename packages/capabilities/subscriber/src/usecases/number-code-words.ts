import { keyedHash } from '@temkin/crypto';
import { decimalCode, toHex } from '@temkin/kernel';
import { NUMBER_CODE_DIGITS } from '../domain/index.ts';

/** What the tenant keys of these codes are for: the digits, their hash, and the names under which is counted. */
export const NUMBER_CODE_PURPOSE = 'number-code';

/** The code that a seed leads to, the same each time, so that a message that was lost is sent again as it was. */
export const codeDigits = (key: Uint8Array, seed: Uint8Array): string => {
  let drawn = 0;
  return decimalCode((length) => {
    drawn += 1;
    return keyedHash(key, 32, 'digits', seed, String(drawn)).subarray(0, length);
  }, NUMBER_CODE_DIGITS);
};

/** What is kept of a code. */
export const numberCodeHash = (key: Uint8Array, codeId: string, digits: string): Uint8Array =>
  keyedHash(key, 32, 'code', codeId, digits);

/** By which the gateway knows the message again. */
export const noticeIdOf = (key: Uint8Array, codeId: string): string =>
  toHex(keyedHash(key, 16, 'notice', codeId));

/** Under which name the messages to a number are counted. */
export const sendsName = (key: Uint8Array, subscriptionId: string): string =>
  toHex(keyedHash(key, 16, 'count', subscriptionId));

/** How an event speaks of a code: by an id that says nothing of its digits. */
export const codeResource = (codeId: string) => ({ type: 'subscription-code', pseudonym: codeId });
