import { keyedHash } from '@temkin/crypto';
import { inForce, timeWindow, toHex, type RandomBytes } from '@temkin/kernel';
import {
  selfCheckLimits,
  soughtBy,
  termsOf,
  type IdentityNumber,
  type OpenPerson,
  type OpenSubscription,
} from '../../domain/index.ts';
import type { Counted } from '../../store/self-check-counts.ts';

/** What the tenant keys of self-checks are for: hashes of codes and sessions, and the names under which is counted. */
export const SELF_CHECK_PURPOSE = 'self-check';

/**
 * Stands in for a company that is none of ours, so that a request for one takes the steps of any other. No tenant can be
 * called that.
 */
export const NO_COMPANY = '-';

/** What is kept of a code. */
export const codeHash = (key: Uint8Array, challengeId: string, code: string): Uint8Array =>
  keyedHash(key, 32, 'code', challengeId, code);

/** What is kept of the word that a session is known by. */
export const sessionHash = (key: Uint8Array, challengeId: string, session: string): Uint8Array =>
  keyedHash(key, 32, 'session', challengeId, session);

/** A number and a document, in the forms that are searched; undefined where either has none. */
export type AskedForms = readonly string[];

/** The forms of what somebody asked with. */
export const askedForms = (msisdn: string, identity: IdentityNumber): AskedForms | undefined => {
  const number = soughtBy('msisdn', { msisdn })?.terms[0];
  const document = soughtBy('identityNumber', { identity })?.terms[0];
  return number === undefined || document === undefined ? undefined : [...number, ...document];
};

/** The forms of what the registry has of a number and its holder. */
export const keptForms = (
  person: Pick<OpenPerson, 'kind' | 'fields'>,
  subscription: Pick<OpenSubscription, 'use' | 'fields'>,
): AskedForms | undefined => {
  const [number] = termsOf('msisdn', person, subscription);
  const [document] = termsOf('identityNumber', person);
  return number === undefined || document === undefined ? undefined : [...number, ...document];
};

/** What is kept of the number and the document that were asked with. */
export const askedHash = (key: Uint8Array, challengeId: string, forms: AskedForms): Uint8Array =>
  keyedHash(key, 32, 'asked', challengeId, ...forms);

/** Under which name something is counted: of a number or a network it tells nothing. */
const countedName = (key: Uint8Array, what: string, ...values: readonly string[]): string =>
  toHex(keyedHash(key, 16, 'count', what, ...values));

/** How often a network asks, of whatever. */
export const requestsBy = (
  key: Uint8Array,
  network: string,
  nowMilliseconds: number,
): Counted & { readonly retryAfterSeconds: number } => ({
  counted: countedName(key, 'network', network),
  limit: inForce(selfCheckLimits, nowMilliseconds).value.requestsPerSource,
  ...timeWindow(nowMilliseconds, 1),
});

/** How many messages are sent to a number: for one network, and in all. */
export const sendsTo = (
  key: Uint8Array,
  { network, number }: { readonly network: string; readonly number: string },
  nowMilliseconds: number,
): readonly Counted[] => {
  const { sendsPerSourceAndNumber, sendsPerNumber } = inForce(selfCheckLimits, nowMilliseconds).value;
  const { retryAfterSeconds: _, ...hour } = timeWindow(nowMilliseconds, 1);
  return [
    { counted: countedName(key, 'network-number', network, number), limit: sendsPerSourceAndNumber, ...hour },
    { counted: countedName(key, 'number', number), limit: sendsPerNumber, ...hour },
  ];
};

/** The same under names that nothing else has: counts that take as long and mean nothing. */
export const sendsToNobody = (counts: readonly Counted[], random: RandomBytes): readonly Counted[] =>
  counts.map((count) => ({ ...count, counted: toHex(random(16)) }));
