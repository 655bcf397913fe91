import { NoAnswer, ProblemError, temkinClient, type ClientOptions } from '@temkin/client';
import { describe, expect, it } from 'vitest';

const problem = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify({ type: `urn:temkin:problem:${code}`, status, title: 'No.', code }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

const shiftAnswer = (): Response => Response.json({ shiftId: 'S' });

const dropped = (): Response => {
  throw new TypeError('fetch failed');
};

const broken = (): Response =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.error(new TypeError('terminated'));
      },
    }),
  );

const late = (): Promise<Response> =>
  Promise.reject(new DOMException('The operation timed out.', 'TimeoutError'));

const never: NonNullable<ClientOptions['fetch']> = (_, { signal }) =>
  new Promise((__, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });

const page = (): Response =>
  new Response('<h1>0912345678</h1>', { status: 403, headers: { 'content-type': 'text/html' } });

const away = (): Response => new Response(null, { status: 302, headers: { location: 'https://x.example' } });

/** Answers in turn what it is given; the last one for ever. */
const api = (
  answers: readonly (() => Response | Promise<Response>)[],
  options: Partial<ClientOptions> = {},
) => {
  const waits: number[] = [];
  const tokens: (string | null)[] = [];
  const client = temkinClient({
    origin: 'https://api.example',
    accessTokens: ({ insteadOf }) => Promise.resolve(insteadOf === 'first' ? 'second' : 'first'),
    fetch: async (request) => {
      tokens.push(request.headers.get('authorization'));
      return (answers[tokens.length - 1] ?? answers.at(-1) ?? dropped)();
    },
    waiting: {
      wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
      random: () => 0.5,
      now: () => Date.parse('2026-11-23T08:00:00Z'),
    },
    ...options,
  });
  return { client, waits, tokens };
};

const thrownBy = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('asking again', () => {
  it('backs off twice as long each time, by a random part', async () => {
    const { client, waits } = api([dropped, dropped, dropped, shiftAnswer]);
    expect((await client.get('/v1/shifts/current')).body).toEqual({ shiftId: 'S' });
    expect(waits).toEqual([125, 250, 500]);
  });

  it('waits at least as long as Retry-After says, in seconds or as a date', async () => {
    const { client, waits } = api([
      () => problem(429, 'REQUEST.RATE_LIMITED', { 'retry-after': '7' }),
      () => problem(503, 'STORE.UNAVAILABLE', { 'retry-after': 'Mon, 23 Nov 2026 08:00:09 GMT' }),
      shiftAnswer,
    ]);
    await client.get('/v1/shifts/current');
    expect(waits).toEqual([7_125, 9_250]);
  });

  it('answers at once where the wait would be longer than it may', async () => {
    const { client, waits } = api([() => problem(429, 'PARCEL.QUOTA_EXCEEDED', { 'retry-after': '3600' })]);
    const error = await thrownBy(client.get('/v1/shifts/current'));
    expect(error).toMatchObject({ code: 'PARCEL.QUOTA_EXCEEDED', retryAfterSeconds: 3_600 });
    expect(waits).toEqual([]);
  });

  it('asks again where a conflict says when', async () => {
    const { client, waits } = api([
      () => problem(409, 'REQUEST.IN_PROGRESS', { 'retry-after': '1' }),
      shiftAnswer,
    ]);
    await client.get('/v1/shifts/current');
    expect(waits).toEqual([1_125]);
  });

  it.each([400, 403, 404, 409, 422, 500])('never asks again after %i', async (status) => {
    const { client, tokens } = api([() => problem(status, 'INTERNAL')]);
    expect(await thrownBy(client.get('/v1/shifts/current'))).toMatchObject({ status });
    expect(tokens.length).toBe(1);
  });

  it('gives up after the last attempt: with the last answer, or with none', async () => {
    const busy = api([() => problem(503, 'STORE.OUTCOME_UNKNOWN')], { retries: { attempts: 3 } });
    expect(await thrownBy(busy.client.get('/v1/shifts/current'))).toMatchObject({
      code: 'STORE.OUTCOME_UNKNOWN',
    });
    expect(busy.tokens.length).toBe(3);
    const gone = api([dropped], { retries: { attempts: 2 } });
    const error = await thrownBy(gone.client.get('/v1/shifts/current'));
    expect(error instanceof NoAnswer && error.attempts).toBe(2);
  });

  it('asks again where an answer breaks off or comes too late', async () => {
    const { client, tokens } = api([broken, late, shiftAnswer]);
    await client.get('/v1/shifts/current');
    expect(tokens.length).toBe(3);
  });

  it('hands every attempt a time limit', async () => {
    const { client } = api([], { fetch: never, timeoutMilliseconds: 5, retries: { attempts: 1 } });
    const error = await thrownBy(client.get('/v1/shifts/current'));
    expect(error).toMatchObject({ name: 'NoAnswer', cause: { name: 'TimeoutError' } });
  });

  it('ends with the reason of the caller who gave up, also while it waits', async () => {
    const giveUp = new AbortController();
    const reason = new Error('the page was closed');
    const { client } = api([dropped], {
      waiting: {
        wait: () => {
          giveUp.abort(reason);
          return Promise.resolve();
        },
      },
    });
    expect(await thrownBy(client.get('/v1/shifts/current', { signal: giveUp.signal }))).toBe(reason);
  });

  it('throws what is no lost answer as it is', async () => {
    const bug = new RangeError('a bug');
    const { client, tokens } = api([], { fetch: () => Promise.reject(bug) });
    expect(await thrownBy(client.get('/v1/shifts/current'))).toBe(bug);
    expect(tokens).toEqual([]);
  });
});

describe('a token that is refused', () => {
  it('is replaced once', async () => {
    const { client, tokens } = api([() => problem(401, 'ACCESS.TOKEN_EXPIRED'), shiftAnswer]);
    await client.get('/v1/shifts/current');
    expect(tokens).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is the answer where the next is refused too', async () => {
    const { client, tokens } = api([() => problem(401, 'ACCESS.UNAUTHENTICATED')]);
    expect(await thrownBy(client.get('/v1/shifts/current'))).toMatchObject({
      code: 'ACCESS.UNAUTHENTICATED',
    });
    expect(tokens.length).toBe(2);
  });
});

describe('an answer that is not of the API', () => {
  it('is a problem without a code, and its text is not repeated', async () => {
    const error = await thrownBy(api([page]).client.get('/v1/shifts/current'));
    expect(error instanceof ProblemError && [error.code, error.message]).toEqual([
      undefined,
      'HTTP status 403',
    ]);
  });

  it('is no way elsewhere: a redirect is an answer, and nobody follows it', async () => {
    const { client, tokens } = api([away]);
    expect(await thrownBy(client.get('/v1/shifts/current'))).toMatchObject({ status: 302 });
    expect(tokens.length).toBe(1);
  });
});
