import { Refusal, StoreUnavailable } from '@temkin/kernel';

/** The refusal of all that cannot be recorded: nothing was written and nothing disclosed. */
export const auditUnavailable = (): Refusal =>
  new Refusal('AUDIT.UNAVAILABLE', {
    detail:
      'The event of this request could not be recorded, so nothing was done or disclosed. Try again shortly.',
    retryAfterSeconds: 5,
  });

/** A store that does not answer means to the caller that the event could not be recorded. */
export const orUnavailable = (error: unknown): unknown =>
  error instanceof StoreUnavailable ? auditUnavailable() : error;
