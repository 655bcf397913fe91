import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { neverSent, type Failure } from '@temkin/storage';

/** Part of a batch was left undone, and part of it was done; the rest must be asked for again. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
}

const CONDITION_FAILED = 'ConditionalCheckFailed';

/** Errors that promise that nothing was applied and that another attempt may succeed. */
const PASSING_ERRORS = new Set([
  'CredentialsProviderError',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
]);

/** The same among the cancellation reasons of TransactWriteItems. */
const PASSING_REASONS = new Set([
  'None',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

const reasonsOf = (error: TransactionCanceledException): readonly string[] =>
  (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');

/** The positions of the writes whose condition did not hold; undefined where the error says something else. */
export const refusedBy = (error: unknown): readonly number[] | undefined => {
  if (error instanceof ConditionalCheckFailedException) return [0];
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const failed = reasonsOf(error).flatMap((code, position) => (code === CONDITION_FAILED ? [position] : []));
  return failed.length > 0 ? failed : undefined;
};

/** Sorts the error of one attempt. Whatever is not known to be harmless is `unknown`. */
export const failureOf = (error: unknown): Failure => {
  if (neverSent(error)) return 'not-applied';
  if (error instanceof TransactionCanceledException)
    return reasonsOf(error).every((code) => PASSING_REASONS.has(code)) ? 'not-applied' : 'fault';
  // An attempt with this token is still under way: it may commit yet.
  if (error instanceof TransactionInProgressException) return 'unknown';
  if (error instanceof Error && PASSING_ERRORS.has(error.name)) return 'not-applied';
  const status = error instanceof DynamoDBServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 429) return 'not-applied';
  return status !== undefined && status >= 400 && status < 500 ? 'fault' : 'unknown';
};
