export { rfc3339, systemClock, type Clock } from './clock.ts';
export { concatBytes, fromHex, toBase64, toBase64Url, toHex, utf8 } from './encoding.ts';
export { OutcomeUnknown, StoreUnavailable } from './failures.ts';
export { EVENT_ID, eventIds } from './ids.ts';
export { once } from './once.ts';
export { inForce, vietnamDay, type PolicyRecord } from './policy-record.ts';
export { ROLES, type Caller, type Principal, type ReliedOn, type Role } from './principal.ts';
export { systemRandom, type RandomBytes } from './random.ts';
export { Refusal, type About, type FieldError, type Receipt, type RefusalDetails } from './refusal.ts';
