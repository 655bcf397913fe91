import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';

/** What the tenant keys of the public page are for: hashes of codes, and the names under which it counts. */
export const HISTORY_PURPOSE = 'history';

/**
 * Stands in for a company that is none of ours, so that a request for one takes the steps of any other. No tenant can be
 * called that.
 */
export const NO_COMPANY = '-';

/** What is kept of a code. */
export const codeHash = (key: Uint8Array, challengeId: string, code: string): Uint8Array =>
  keyedHash(key, 32, 'code', challengeId, code);

/** What is kept of the word by which requests may follow. */
export const followUpHash = (key: Uint8Array, challengeId: string, followUp: string): Uint8Array =>
  keyedHash(key, 32, 'follow-up', challengeId, followUp);

/** Under which name something is counted: of a number, a parcel or a network it tells nothing. */
export const countedName = (key: Uint8Array, what: string, ...values: readonly string[]): string =>
  toHex(keyedHash(key, 16, 'count', what, ...values));
