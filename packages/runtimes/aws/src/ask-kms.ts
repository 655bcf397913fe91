import { KMSServiceException } from '@aws-sdk/client-kms';
import { StoreUnavailable } from '@temkin/kernel';

/** Milliseconds after which a call is cut off, with all its attempts and pauses. */
const LONGEST_CALL = 10_000;

/** Errors of status 400 by which KMS asks for fewer requests (KMS Developer Guide, "Throttling"). */
const THROTTLING = new Set(['LimitExceededException', 'RequestLimitExceeded', 'ThrottlingException']);

/** Whether KMS has answered, and will answer the same for as long as nobody changes anything. */
const isRefusal = (error: unknown): error is KMSServiceException => {
  if (!(error instanceof KMSServiceException) || THROTTLING.has(error.name)) return false;
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 429;
};

/** Whether an error was made of an answer that could not be read: its text may quote from it, and so from a key. */
const quotesAnswer = (error: unknown): boolean =>
  error instanceof Error && !(error instanceof KMSServiceException) && '$response' in error;

/** An error in our words: of a refusal only KMS's own name for it, since messages of AWS name accounts and roles. */
const failure = (error: unknown): Error =>
  isRefusal(error)
    ? new Error(`the key service refuses: ${error.name}`)
    : new StoreUnavailable('the key service does not answer', quotesAnswer(error) ? {} : { cause: error });

/**
 * Sends a request to KMS. Throws `StoreUnavailable` where KMS is throttled, failing or out of reach, for nothing was
 * written; a plain `Error` where it refuses.
 */
export const askKms = async <Answer>(send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
  try {
    return await send(AbortSignal.timeout(LONGEST_CALL));
  } catch (error) {
    throw failure(error);
  }
};
