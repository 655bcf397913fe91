import { OutcomeUnknown, Refusal, StoreUnavailable } from '@temkin/kernel';
import { acceptedSignature, challengeOf } from './challenge.ts';
import type { Correlator } from './correlator.ts';
import type { GeneralCode } from './general-problems.ts';
import { problemOf, type Problem, type ProblemCatalogue } from './problem.ts';
import { responseHeaders } from './response-headers.ts';

/** What a problem answers to. */
export interface Occasion {
  readonly request: Request;
  readonly correlator: Correlator;
  /** The scope of the route, where there is a route. */
  readonly scope?: string;
  /** The methods that the address knows, where the one asked for is not among them. */
  readonly allow?: string;
}

/** Where a refusal does not say when to come back. */
const RETRY_AFTER_SECONDS = 5;

const RETRY_STATUSES = new Set([429, 503]);

/** The refusal an error amounts to; undefined where it is a bug, as a code is that the catalogue does not know. */
export const refusalOf = (error: unknown, problems: ProblemCatalogue): Refusal | undefined => {
  if (error instanceof Refusal) return Object.hasOwn(problems, error.code) ? error : undefined;
  if (error instanceof StoreUnavailable) return new Refusal<GeneralCode>('STORE.UNAVAILABLE');
  if (error instanceof OutcomeUnknown) {
    return new Refusal<GeneralCode>('STORE.OUTCOME_UNKNOWN', {
      detail: 'Send the request again with the same idempotency key, or look whether it took effect.',
    });
  }
  return undefined;
};

const toResponse = (problem: Problem, headers: Headers): Response =>
  new Response(JSON.stringify(problem), { status: problem.status, headers });

/** A refusal as `application/problem+json` (RFC 9457) with the headers its status calls for. */
export const problemResponse = (
  refusal: Refusal,
  problems: ProblemCatalogue,
  { request, correlator, scope, allow }: Occasion,
): Response => {
  const problem = problemOf(refusal, problems);
  const { receipt, retryAfterSeconds } = refusal.details;
  const headers = responseHeaders(correlator, 'application/problem+json', receipt);
  const challenge = challengeOf(problem, request, scope);
  if (challenge !== undefined) headers.set('www-authenticate', challenge);
  const accepted = acceptedSignature(problem, request);
  if (accepted !== undefined) headers.set('accept-signature', accepted);
  if (allow !== undefined) headers.set('allow', allow);
  const retryAfter =
    retryAfterSeconds ?? (RETRY_STATUSES.has(problem.status) ? RETRY_AFTER_SECONDS : undefined);
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfter))));
  return toResponse(problem, headers);
};

/** The answer to a bug: nothing but an id, by which the fault log knows it. */
export const faultResponse = (problems: ProblemCatalogue, correlator: Correlator): Response =>
  toResponse(
    {
      ...problemOf(new Refusal<GeneralCode>('INTERNAL'), problems),
      instance: `urn:uuid:${correlator.own}`,
    },
    responseHeaders(correlator, 'application/problem+json', undefined),
  );
