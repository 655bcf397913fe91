export { boundedBytes } from './bounded-bytes.ts';
export { byTheClock } from './by-the-clock.ts';
export { rfc3339, systemClock, systemWait, type Clock, type Wait } from './clock.ts';
export { decimalCode } from './decimal-code.ts';
export {
  concatBytes,
  fromBase64,
  fromBase64Url,
  fromHex,
  sameBytes,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
} from './encoding.ts';
export { OutcomeUnknown, StoreUnavailable } from './failures.ts';
export { isGatewayUrl, isLoopbackHost } from './gateway-url.ts';
export { EVENT_ID, eventIds, eventIdTime, firstEventIdAt, isEventId } from './ids.ts';
export { inFlight } from './in-flight.ts';
export { inSteps } from './in-steps.ts';
export { maskName } from './mask-name.ts';
export { once } from './once.ts';
export { inForce, vietnamDay, type PolicyRecord } from './policy-record.ts';
export { ROLES, type Caller, type Principal, type ReliedOn, type Role } from './principal.ts';
export { systemRandom, type RandomBytes } from './random.ts';
export { Refusal, type About, type FieldError, type Receipt, type RefusalDetails } from './refusal.ts';
export { daysAfter, daysBetween, laterDay, monthsAfter, vietnamTime, workingDaysAfter } from './terms.ts';
export { timeWindow, type TimeWindow } from './time-window.ts';
