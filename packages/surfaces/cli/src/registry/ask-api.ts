import type { Wait } from '@temkin/kernel';
import * as z from 'zod';

/** A request to the API. */
export interface ApiRequest<Answer> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** Sent as it is, in place of a body. */
  readonly raw?: { readonly mediaType: string; readonly bytes: Uint8Array };
  /** Of a request that creates. */
  readonly idempotencyKey?: string;
  readonly answer: z.ZodType<Answer>;
}

/** Asks the API as whoever the token says. */
export type AskApi = <Answer>(request: ApiRequest<Answer>) => Promise<Answer>;

const ATTEMPTS = 6;

const LONGEST_ANSWER_MILLISECONDS = 60_000;

/** What `fetch` throws says why only in its cause. */
const reasonOf = (error: unknown): string => {
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  return reason instanceof Error ? reason.message : String(reason);
};

/** Does something again while nobody answers, or the answer is that it is too much at the moment. */
export const insisting = async (
  send: () => Promise<Response>,
  { wait, where }: { readonly wait: Wait; readonly where: string },
): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send().catch((error: unknown) => {
      if (attempt === ATTEMPTS)
        throw new Error(`${where} does not answer: ${reasonOf(error)}.`, { cause: error });
      return undefined;
    });
    const isBusy = response === undefined || response.status === 429 || response.status >= 500;
    if (response !== undefined && (!isBusy || attempt === ATTEMPTS)) return response;
    const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
    await response?.body?.cancel();
    await wait(Number.isFinite(seconds) ? Math.min(seconds, 60) * 1_000 : 500 * 2 ** attempt);
  }
};

/** What the API answers that is no success. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  /** Of the problem, where there is one. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** What is wrong with a request, each with its place in it (RFC 6901). */
const errorsAt = z.array(z.object({ pointer: z.string(), detail: z.string() })).catch([]);

/** What an answer that is a problem says (RFC 9457), and its code. */
const problemOf = async (response: Response): Promise<{ readonly said: string; readonly code?: string }> => {
  const text = await response.text();
  try {
    const { code, title, detail, errors } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const wrong = errorsAt
      .parse(errors)
      .filter((one) => one.detail !== detail)
      .map((one) => (one.pointer === '' ? one.detail : `${one.pointer}: ${one.detail}`));
    const said = [title, detail, ...wrong].filter((part) => typeof part === 'string').join(' ');
    return typeof code === 'string' ? { said: `${code}: ${said}`, code } : { said };
  } catch {
    return { said: '' };
  }
};

/** How the API is asked, and as whom. */
export interface ApiAccess {
  readonly token: string | undefined;
  readonly wait: Wait;
}

/** Asks the API at an address, and answers what it answers; throws with its words where that is no success. */
export const answersAt = (address: string, { token, wait }: ApiAccess) => {
  const where = new URL(address).host;
  return async ({
    method,
    path,
    body,
    raw,
    idempotencyKey,
  }: Omit<ApiRequest<unknown>, 'answer'>): Promise<Response> => {
    const response = await insisting(
      () =>
        fetch(new URL(path, address), {
          method,
          // The token is for this address and no other.
          redirect: 'error',
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(raw !== undefined && { 'content-type': raw.mediaType }),
            ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(raw !== undefined && { body: new Uint8Array(raw.bytes) }),
          signal: AbortSignal.timeout(LONGEST_ANSWER_MILLISECONDS),
        }),
      { wait, where },
    );
    if (response.status === 401)
      throw new Error(
        `${where} asks who it is: $TEMKIN_TOKEN holds no access token, or none that is still good.`,
      );
    if (response.ok) return response;
    const { said, code } = await problemOf(response);
    throw new ApiRefusal(`${where} answers ${response.status} ${said}`.trimEnd(), code);
  };
};

/** The API at an address. */
export const apiAt = (address: string, access: ApiAccess): AskApi => {
  const ask = answersAt(address, access);
  return async ({ answer, ...request }) => {
    const parsed = answer.safeParse(await (await ask(request)).json());
    if (!parsed.success)
      throw new Error(`${new URL(address).host} answers ${request.path} as this command does not know it.`);
    return parsed.data;
  };
};
