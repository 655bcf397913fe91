import type { ProblemCatalogue } from './problem.ts';
import type { RouteSpec } from './route.ts';

/** The codes that belong to no capability: the pipeline, the recorder and the store answer them on any route. */
export const generalProblems = {
  'REQUEST.MALFORMED': { status: 400, title: 'The body is not JSON in UTF-8.' },
  'ACCESS.UNAUTHENTICATED': { status: 401, title: 'A valid access token is needed.' },
  'ACCESS.TOKEN_EXPIRED': { status: 401, title: 'The access token has expired.' },
  'ACCESS.SIGNATURE_REQUIRED': {
    status: 401,
    title: 'The request must be signed by a device.',
    recorded: true,
  },
  'ACCESS.SIGNATURE_INVALID': {
    status: 401,
    title: 'The signature of the request does not hold.',
    recorded: true,
  },
  'ACCESS.SIGNATURE_REPLAYED': {
    status: 401,
    title: 'The signature was used before.',
    recorded: true,
  },
  'ACCESS.ROLE_NOT_ALLOWED': { status: 403, title: 'None of your roles may do this.' },
  'ACCESS.SCOPE_MISSING': { status: 403, title: 'The access token lacks the scope of this route.' },
  'ACCESS.APPROVAL_REJECTED': { status: 403, title: 'Somebody whose agreement this needs has refused it.' },
  'ACCESS.NOT_A_PERSON': { status: 403, title: 'Two people are needed for this; a system is none.' },
  'REQUEST.ORIGIN_NOT_ALLOWED': {
    status: 403,
    title: 'Pages of other origins may not call.',
    recorded: false,
  },
  'REQUEST.NO_ROUTE': { status: 404, title: 'There is nothing at this address.', recorded: false },
  'REQUEST.METHOD_NOT_ALLOWED': { status: 405, title: 'This address does not know the method.' },
  'REQUEST.TIMEOUT': { status: 408, title: 'The body did not arrive in time.' },
  'ACCESS.APPROVAL_CHANGED': { status: 409, title: 'The approval changed while the request ran. Try again.' },
  'ACCESS.CHANGED': { status: 409, title: 'Your access changed while the request ran.' },
  'REQUEST.IN_PROGRESS': { status: 409, title: 'The first request with this idempotency key is under way.' },
  'REQUEST.TOO_LARGE': { status: 413, title: 'The body is larger than allowed.' },
  'REQUEST.MEDIA_TYPE': { status: 415, title: 'The body is not of a media type that this address takes.' },
  'REQUEST.HOST_NOT_ALLOWED': { status: 421, title: 'This server does not answer for that host.' },
  'REQUEST.INVALID': { status: 422, title: 'The request does not fit its schema.' },
  'REQUEST.IDEMPOTENCY_MISMATCH': {
    status: 422,
    title: 'The idempotency key was used with another body before.',
  },
  'REQUEST.RATE_LIMITED': { status: 429, title: 'Too many requests.' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side.' },
  'ACCESS.ISSUER_UNAVAILABLE': {
    status: 503,
    title: 'The keys of the token’s issuer cannot be had just now.',
  },
  'REQUEST.OUT_OF_TIME': { status: 503, title: 'There was no time left to do this.' },
  'AUDIT.UNAVAILABLE': { status: 503, title: 'The request cannot be put on record now.' },
  'STORE.UNAVAILABLE': { status: 503, title: 'The store does not answer; nothing was changed.' },
  'STORE.OUTCOME_UNKNOWN': { status: 503, title: 'Whether the change was made is unknown.' },
} as const satisfies ProblemCatalogue;

export type GeneralCode = keyof typeof generalProblems;

const EVERYWHERE: readonly GeneralCode[] = [
  'ACCESS.UNAUTHENTICATED',
  'ACCESS.TOKEN_EXPIRED',
  'ACCESS.SIGNATURE_REQUIRED',
  'ACCESS.SIGNATURE_INVALID',
  'ACCESS.SIGNATURE_REPLAYED',
  'ACCESS.ROLE_NOT_ALLOWED',
  'ACCESS.SCOPE_MISSING',
  'ACCESS.CHANGED',
  'ACCESS.ISSUER_UNAVAILABLE',
  'REQUEST.ORIGIN_NOT_ALLOWED',
  'REQUEST.HOST_NOT_ALLOWED',
  'REQUEST.INVALID',
  'REQUEST.RATE_LIMITED',
  'INTERNAL',
  'AUDIT.UNAVAILABLE',
  'STORE.UNAVAILABLE',
  'STORE.OUTCOME_UNKNOWN',
];

const READS_A_BODY: readonly GeneralCode[] = ['REQUEST.MALFORMED', 'REQUEST.TIMEOUT', 'REQUEST.TOO_LARGE'];

const PARSES_A_BODY: readonly GeneralCode[] = ['REQUEST.MEDIA_TYPE'];

const CREATES: readonly GeneralCode[] = [
  'REQUEST.IN_PROGRESS',
  'REQUEST.IDEMPOTENCY_MISMATCH',
  'REQUEST.OUT_OF_TIME',
];

const TAKES_TWO: readonly GeneralCode[] = [
  'ACCESS.NOT_A_PERSON',
  'ACCESS.APPROVAL_REJECTED',
  'ACCESS.APPROVAL_CHANGED',
];

/** What only somebody with a token can be told. */
const OF_PRINCIPALS: ReadonlySet<string> = new Set(EVERYWHERE.filter((code) => code.startsWith('ACCESS.')));

/** Every code a route can answer: the general ones that apply to it and its own. */
export const codesOf = (spec: RouteSpec): readonly string[] => [
  ...new Set<string>([
    ...EVERYWHERE.filter((code) => spec.access !== 'public' || !OF_PRINCIPALS.has(code)),
    ...(spec.method === 'GET' ? [] : READS_A_BODY),
    ...(spec.body === undefined ? [] : PARSES_A_BODY),
    ...(spec.creates === true ? CREATES : []),
    ...(spec.twoPerson === true ? TAKES_TWO : []),
    ...spec.problems,
  ]),
];
