import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { apiProblems, apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { newParcel } from '../support/parcels.ts';
import { POSTING_ROUTES, type PostingRoute } from '../support/posting-routes.ts';
import { ORIGIN, testSystem } from '../support/system.ts';

const MEBIBYTE = 1_048_576;
/** A name and a value that no answer may repeat. */
const CANARY = 'canary-Khuyềnh-0355018274';
/** Room for what the tests themselves hold on to, and for a few bodies under way; far below one of them kept in pieces. */
const KEPT_BYTES = 64 * MEBIBYTE;
const PEAK_BYTES = 600 * MEBIBYTE;
const MAX_ANSWER_BYTES = 16_384;

const system = await testSystem();
const withBody = POSTING_ROUTES.filter(({ body }) => body !== undefined);
const named = (routes: readonly PostingRoute[]) => routes.map((route) => [route.path, route] as const);

type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

const send = async (
  { path, by }: PostingRoute,
  body: Sent,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const authorization = `Bearer ${await system.tokenFor(by)}`;
  const headers = { authorization, 'content-type': 'application/json', ...more };
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return system.fetch(new Request(ORIGIN + path, init));
};

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The problems an answer consists of: itself, or those of the items of a batch. Anything else fails the test. */
const problemsOf = async (answer: Response): Promise<readonly Problem[]> => {
  const text = await answer.text();
  expect(text).not.toMatch(/canary|Khuy|355018274/);
  if (answer.status === 200) {
    const { results } = JSON.parse(text) as { readonly results: readonly { readonly problem?: Problem }[] };
    return results.map(({ problem }) => problem ?? expect.fail('an item went through'));
  }
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(text.length).toBeLessThan(MAX_ANSWER_BYTES);
  return [JSON.parse(text) as Problem];
};

/** Expects one refusal with a code of the catalogue and, for a body that does not fit, a pointer. */
const refused = async (answer: Response, codes?: readonly string[]): Promise<Problem> => {
  const [problem, ...others] = await problemsOf(answer);
  if (problem === undefined) throw new Error('an empty batch was answered');
  expect(others).toEqual([]);
  expect(problem.status).toBe(apiProblems[problem.code]?.status);
  expect(Math.floor(problem.status / 100)).toBe(4);
  if (codes !== undefined) expect(codes).toContain(problem.code);
  if (problem.code === 'REQUEST.INVALID') {
    expect(problem.errors?.length).toBeGreaterThan(0);
    for (const { pointer, detail } of problem.errors ?? []) {
      expect(pointer).toMatch(/^(\/[^/]+)*$/);
      expect(detail).toMatch(/\.$/);
    }
  }
  return problem;
};

const INVALID = ['REQUEST.INVALID'];
const UNREADABLE = ['REQUEST.MALFORMED', 'REQUEST.INVALID'];

const jsonOf = ({ body }: PostingRoute): string => JSON.stringify(body?.() ?? {});

/** Every place in a value, outermost first. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name]))
    : []),
];

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((part, name) => (part as Readonly<Record<string, unknown>>)[name], value);

/** The value with another at a place. */
const replaced = (value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown => {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((part, i) => (String(i) === name ? replaced(part, rest, by) : part));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: replaced(fields[name], rest, by) };
};

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** A pointer leads to a place or to something around it. */
const leadsTo = (pointer: string, path: readonly string[]): boolean =>
  `/${path.join('/')}/`.startsWith(pointer === '' ? '/' : `${pointer}/`);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heldBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
};

const before = heldBytes();
const peakBefore = process.resourceUsage().maxRSS * 1_024;

describe('a hostile body', () => {
  it('is tried on every POST route there is', () => {
    const templates = apiSpecs.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(POSTING_ROUTES.map(({ template }) => template).toSorted()).toEqual(templates.toSorted());
  });

  it.each(named(withBody))('differs from one that fits: %s', async (_, route) => {
    const answer = await send(route, jsonOf(route));
    const { code = '' } = (await answer.json()) as { readonly code?: string };
    expect(code).not.toMatch(/^REQUEST\./);
  });
});

describe.each(named(POSTING_ROUTES))('%s', (_, route) => {
  it('refuses what is no JSON', async () => {
    const none = route.body === undefined ? INVALID : ['REQUEST.MALFORMED'];
    for (const body of ['{', CANARY, `{"${CANARY}":}`, '\uFEFF', 'undefined', '{}{}', '{"a":1,}', '"'])
      await refused(await send(route, body), none);
    for (const bytes of [Uint8Array.of(0xff), Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), new Uint8Array(1_000)])
      await refused(await send(route, bytes), none);
  });

  it('refuses what is too large, to the byte, and whatever length is claimed', async () => {
    const endless = (): ReadableStream<Uint8Array> =>
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });
    await refused(await send(route, ' '.repeat(MEBIBYTE + 1)), ['REQUEST.TOO_LARGE']);
    await refused(await send(route, jsonOf(route), { 'content-length': '9'.repeat(20) }), [
      'REQUEST.TOO_LARGE',
    ]);
    for (const length of ['2', '-1', 'much'])
      await refused(await send(route, endless(), { 'content-length': length }), ['REQUEST.TOO_LARGE']);
  });

  it('refuses what nests too deeply', async () => {
    for (const levels of [17, 10_000, 500_000])
      for (const text of ['['.repeat(levels), '['.repeat(levels) + ']'.repeat(levels)])
        await refused(await send(route, text), INVALID);
    for (const levels of [17, 10_000, 150_000])
      await refused(await send(route, '{"a":'.repeat(levels)), INVALID);
  });

  it('refuses a million elements where no array or a short one belongs', async () => {
    const elements = (element: string): string =>
      Array.from({ length: Math.floor((MEBIBYTE - 64) / (element.length + 1)) }, () => element).join();
    for (const element of ['0', '{}']) await refused(await send(route, `[${elements(element)}]`), INVALID);
    for (const name of Object.keys(route.body?.() ?? {}).slice(0, 1))
      await refused(await send(route, `{"${name}":[${elements('0')}]}`), INVALID);
    await refused(
      await send(route, `{${Array.from({ length: 80_000 }, (__, i) => `"k${i}":0`).join()}}`),
      INVALID,
    );
  });

  it('refuses NUL and lone surrogates, in names and values, at any depth', async () => {
    for (const bad of [String.raw`\u0000`, String.raw`\ud800`, String.raw`\udc00\ud800`])
      for (const body of [`"${bad}"`, `{"${bad}":1}`, `{"a":[{"b":"${bad}"}]}`])
        await refused(await send(route, body), INVALID);
  });
});

describe.each(named(withBody))('%s', (_, route) => {
  const { body: fitting = () => ({}) } = route;

  it('refuses a body that is missing, empty or no object', async () => {
    await refused(await send(route, ''), UNREADABLE);
    for (const value of [null, true, 0, '', CANARY, [], [{}], [fitting()]])
      await refused(await send(route, JSON.stringify(value)), INVALID);
  });

  it('refuses another type at any place, and points there', async () => {
    const body = fitting();
    for (const path of placesIn(body))
      for (const value of [null, true, 7, CANARY, [CANARY], { [CANARY]: CANARY }]) {
        if (typeOf(value) === typeOf(at(body, path))) continue;
        const { errors = [] } = await refused(
          await send(route, JSON.stringify(replaced(body, path, value))),
          INVALID,
        );
        expect(
          errors.some(({ pointer }) => leadsTo(pointer, path)),
          `${path.join('/')} ${typeOf(value)}`,
        ).toBe(true);
      }
  });

  it('refuses an unknown property at any level, and points to its object', async () => {
    const body = fitting();
    const objects = placesIn(body).filter((path) => typeOf(at(body, path)) === 'object');
    for (const path of objects)
      for (const name of [
        CANARY,
        '',
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'hasOwnProperty',
      ]) {
        const marked = JSON.stringify(
          replaced(body, path, { ...(at(body, path) as object), MARK: { polluted: CANARY } }),
        );
        const { errors } = await refused(
          await send(route, marked.replace('"MARK"', JSON.stringify(name))),
          INVALID,
        );
        expect(errors).toEqual([
          { pointer: path.map((step) => `/${step}`).join(''), detail: 'Has an unknown property.' },
        ]);
      }
    expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
  });

  it('refuses a member that is named twice', async () => {
    const text = jsonOf(route);
    for (const [name, value] of Object.entries(fitting())) {
      const again = `{"${name}":${JSON.stringify(value)},${text.slice(1)}`;
      await refused(await send(route, again), INVALID);
      const escaped = String.raw`\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
      await refused(await send(route, again.replace(`"${name}"`, `"${escaped}"`)), INVALID);
    }
  });

  it('refuses numbers beyond their range', async () => {
    const body = fitting();
    const numbers = placesIn(body).filter((path) => typeof at(body, path) === 'number');
    for (const path of numbers)
      for (const digits of [
        '-1',
        '1.5',
        '1e400',
        '-1e400',
        '9007199254740993',
        '1e15',
        '9'.repeat(100_000),
      ]) {
        const text = JSON.stringify(replaced(body, path, 'MARK')).replace('"MARK"', digits);
        const { errors = [] } = await refused(await send(route, text), INVALID);
        expect([...new Set(errors.map(({ pointer }) => pointer))]).toEqual([`/${path.join('/')}`]);
      }
  });

  it('refuses a text of a mebibyte wherever a text belongs', async () => {
    const body = fitting();
    const texts = placesIn(body).filter((path) => typeof at(body, path) === 'string');
    const room = MEBIBYTE - 2_048;
    for (const path of texts)
      for (const long of [
        CANARY.repeat(30_000),
        ' '.repeat(room),
        // Marks out of their canonical order: sorting them takes time that grows with the square of their number.
        `a${'\u0301\u0323'.repeat(room / 4 - 1)}`,
      ]) {
        const answer = await send(route, JSON.stringify(replaced(body, path, long)));
        const { errors = [] } = await refused(answer, INVALID);
        expect(errors.map(({ pointer }) => pointer)).toEqual([`/${path.join('/')}`]);
      }
  });
});

describe('a fuzzed body', () => {
  const canary = fc.constantFrom(CANARY, `${CANARY}\u0000`, '0355018274', '\uD800');
  const anything = fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }),
    fc.dictionary(fc.oneof(canary, fc.string()), fc.oneof(canary, fc.jsonValue())),
  );

  /** Answered below 500, in form, and without an echo; a body may fit by chance. */
  const answered = async (route: PostingRoute, value: unknown): Promise<void> => {
    const answer = await send(route, JSON.stringify(value));
    expect(answer.status).toBeLessThan(500);
    const text = await answer.text();
    if (answer.status >= 400) expect(Object.keys(apiProblems)).toContain((JSON.parse(text) as Problem).code);
    expect(text).not.toMatch(/canary|Khuy|355018274/);
  };

  it.each(named(withBody))('is answered in form: %s', async (_, route) => {
    const { body = () => ({}) } = route;
    await fc.assert(
      fc.asyncProperty(anything, (value) => answered(route, value)),
      { numRuns: 40 },
    );
    // Nearly a body: one place of it is anything.
    const places = placesIn(body());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anything, (path, value) =>
        answered(route, replaced(body(), path, value)),
      ),
      { numRuns: 80 },
    );
  });

  it('does not keep a good parcel of a batch from being issued', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (others) => {
        const parcels = [...others, newParcel(), ...others];
        const answer = await system.as('order-system').post('/v1/parcels/batch', JSON.stringify({ parcels }));
        const { results = [] } = (await answer.json()) as {
          readonly results?: readonly { status: number }[];
        };
        // A lone surrogate or NUL anywhere spoils the text itself.
        expect(answer.status === 422 || results[others.length]?.status === 201).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('after all of them', () => {
  it('nothing was taken for a fault', () => {
    expect(system.faults).toEqual([]);
  });

  it('memory is as it was, and was never far above', () => {
    console.log(
      'MEM',
      heldBytes() / 1e6,
      before / 1e6,
      (process.resourceUsage().maxRSS * 1_024 - peakBefore) / 1e6,
    );
    expect(heldBytes() - before).toBeLessThan(KEPT_BYTES);
    expect(process.resourceUsage().maxRSS * 1_024 - peakBefore).toBeLessThan(PEAK_BYTES);
  });
});
