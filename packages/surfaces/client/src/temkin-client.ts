import type { AccessTokens } from './access-token.ts';
import { CREATING_PATHS } from './generated/api.ts';
import { ProblemError } from './problem-error.ts';
import { readProblem } from './read-problem.ts';
import { readReceipt, type Receipt } from './receipt.ts';
import { requestOf, type AnyCall } from './request-of.ts';
import {
  defaultRetries,
  retryAfterSeconds,
  untilAnswered,
  type RetryPolicy,
  type Waiting,
} from './retries.ts';
import type { AnswerOf, CallArguments, Method, OperationOf, PagedPathOf, PathOf } from './route-types.ts';
import { withTimeLimit } from './time-limit.ts';
import { wait } from './wait.ts';

export interface ClientOptions {
  /** Where the API answers: `https://api.example`. */
  readonly origin: string;
  readonly accessTokens: AccessTokens;
  /** For one attempt; 30 s where absent, 5 s more than the API gives itself. */
  readonly timeoutMilliseconds?: number;
  readonly retries?: Partial<RetryPolicy>;
  /** Instead of the platform's, for tests and proxies. */
  readonly fetch?: (request: Request, init: { readonly signal: AbortSignal }) => Promise<Response>;
  readonly waiting?: Partial<Waiting>;
}

/** What a call brings back. */
export interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
  /** Of the event that the call left; undefined where it left none of its own. */
  readonly receipt: Receipt | undefined;
  /** Names the request in the API's logs. */
  readonly correlator: string | undefined;
  /** Of the page that follows, where the answer is not JSON and names it in a header. */
  readonly cursor: string | undefined;
}

type Calls<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...call: CallArguments<OperationOf<M, P>>
) => Promise<Answered<AnswerOf<OperationOf<M, P>>>>;

/** The API with its types. Every call throws `ProblemError` for a no, and `NoAnswer` where none came. */
export interface TemkinClient {
  readonly get: Calls<'get'>;
  /** Repeated safely where an answer is lost: what creates has an `Idempotency-Key`, all else sets or reads. */
  readonly post: Calls<'post'>;
  /** Every page of a list, asked for when the loop comes to it; a `cursor` in the call says where to go on. */
  readonly pages: <M extends Method, P extends PagedPathOf<M>>(
    method: M,
    path: P,
    ...call: CallArguments<OperationOf<M, P>>
  ) => AsyncGenerator<Answered<AnswerOf<OperationOf<M, P>>>, void, undefined>;
}

const TIMEOUT_MILLISECONDS = 30_000;

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('application/json') === true;

/** A client of one API. Holds no state but the tokens of its provider: make one and share it. */
export const temkinClient = ({
  origin,
  accessTokens,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
  retries,
  fetch: send = (request, init) => fetch(request, init),
  waiting,
}: ClientOptions): TemkinClient => {
  const policy = { ...defaultRetries, ...retries };
  const waits: Waiting = { wait, random: Math.random, now: Date.now, ...waiting };

  const call = async (method: Method, path: string, given: AnyCall = {}): Promise<Answered<unknown>> => {
    const { idempotencyKey = crypto.randomUUID(), signal, ...described } = given;
    const creates = method === 'post' && CREATING_PATHS.has(path);
    const request = requestOf(origin, method, path, { ...described, ...(creates && { idempotencyKey }) });

    const attempt = (token: string) =>
      withTimeLimit(given.timeoutMilliseconds ?? timeoutMilliseconds, signal, async (limit) => {
        const attempted = request.clone();
        attempted.headers.set('authorization', `Bearer ${token}`);
        const response = await send(attempted, { signal: limit });
        return { response, body: await response.blob() };
      });

    const { response, body } = await untilAnswered(
      async () => {
        const token = await accessTokens({});
        const answer = await attempt(token);
        if (answer.response.status !== 401) return answer;
        const another = await accessTokens({ insteadOf: token });
        return another === token ? answer : attempt(another);
      },
      policy,
      waits,
      signal,
    );

    if (!response.ok) {
      const problem = await readProblem(response, body);
      throw new ProblemError(response, problem, retryAfterSeconds(response.headers, waits.now));
    }
    return {
      status: response.status,
      body: isJson(response) ? (JSON.parse(await body.text()) as unknown) : body,
      receipt: readReceipt(response.headers),
      correlator: response.headers.get('x-correlator') ?? undefined,
      cursor: response.headers.get('temkin-cursor') ?? undefined,
    };
  };

  const pages = async function* (
    method: 'get' | 'post',
    path: string,
    given: AnyCall = {},
  ): AsyncGenerator<Answered<unknown>, void, undefined> {
    const place = method === 'get' ? 'query' : 'body';
    for (let next: AnyCall | undefined = given; next !== undefined;) {
      const page = await call(method, path, next);
      yield page;
      const { cursor = page.cursor } = page.body as { readonly cursor?: string };
      const asked = given[place];
      if (asked instanceof Blob) throw new TypeError('a body that is no JSON has no pages');
      next = cursor === undefined ? undefined : { ...given, [place]: { ...asked, cursor } };
    }
  };

  // The types above are what the generated ones say of each path; here a path is any text.
  return {
    get: (path, ...[given]) => call('get', path, given),
    post: (path, ...[given]) => call('post', path, given),
    pages,
  } as TemkinClient;
};
