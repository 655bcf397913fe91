import { S3ServiceException } from '@aws-sdk/client-s3';
import { neverSent, type Failure } from '@temkin/storage';

/**
 * Errors that promise that nothing was applied and that another attempt may succeed. ConditionalRequestConflict is a
 * conditional write that met another one under way: whose condition holds is open yet (S3 User Guide, "Conditional writes").
 */
const PASSING = new Set([
  'ConditionalRequestConflict',
  'CredentialsProviderError',
  'OperationAborted',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
]);

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Whether the condition of a write did not hold. */
export const isUnmet = (error: unknown): boolean => statusOf(error) === 412;

/** Whether there is no object of that name. */
export const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.name === 'NoSuchKey';

/** Sorts the error of one attempt. Whatever is not known to be harmless is `unknown`. */
export const failureOf = (error: unknown): Failure => {
  if (neverSent(error)) return 'not-applied';
  if (error instanceof Error && PASSING.has(error.name)) return 'not-applied';
  const status = statusOf(error);
  if (status === 429) return 'not-applied';
  return status !== undefined && status >= 400 && status < 500 ? 'fault' : 'unknown';
};
