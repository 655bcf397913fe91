import { OutcomeUnknown, Refusal, StoreUnavailable, type RefusalDetails } from '@temkin/kernel';
import type { ParcelRefusalCode } from '../domain/index.ts';

/** A refusal by one of this capability's codes. */
export const refuse = (code: ParcelRefusalCode, details?: RefusalDetails): Refusal<ParcelRefusalCode> =>
  new Refusal(code, details);

/** For whoever asks more often than is allowed, before anything is looked at. */
export const refuseTooOften = (retryAfterSeconds: number): Refusal =>
  new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });

/** For what a request of many has no time left: what was done before stays done. */
export const outOfTime = (): Refusal =>
  new Refusal('REQUEST.OUT_OF_TIME', {
    detail: 'Send the request again with the same Idempotency-Key: it completes what is missing.',
  });

/** A refusal, or a failure of the store, as one item's result: it sinks no other. A bug is thrown on: it ends the request. */
export const asRefusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreUnavailable) return new Refusal('STORE.UNAVAILABLE');
  if (error instanceof OutcomeUnknown) return new Refusal('STORE.OUTCOME_UNKNOWN');
  throw error;
};
