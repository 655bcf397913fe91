import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { get, post, problemIn, tinyApplication, type ProblemBody } from '../support/tiny-application.ts';

const MEBIBYTE = 1_048_576;

const refusedWith = async (
  request: Request,
  overrides: Parameters<typeof tinyApplication>[1] = {},
): Promise<ProblemBody> => {
  const app = tinyApplication(undefined, overrides);
  const answer = await app.fetch(request);
  expect(app.runs).toEqual([]);
  expect(app.recorded).toEqual([]);
  expect(app.faults).toEqual([]);
  const problem = await problemIn(answer);
  expect(problem.status).toBe(answer.status);
  return problem;
};

const errorsOf = async (body: unknown): Promise<ProblemBody['errors']> => {
  const problem = await refusedWith(post(JSON.stringify(body)));
  expect(problem.code).toBe('REQUEST.INVALID');
  expect(problem.status).toBe(422);
  return problem.errors;
};

/** Chunks on demand; tells how many were asked for, and whether the reader hung up. */
const chunked = (chunk: Uint8Array, count = Infinity) => {
  const told = { sent: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      told.sent += 1;
      if (told.sent > count) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: () => {
      told.cancelled = true;
    },
  });
  return { stream, told };
};

/** A proper body of so many bytes. */
const padded = (bytes: number): string => `{"name":"x"${' '.repeat(bytes - 12)}}`;

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('the media type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may be %s',
    async (type) => {
      expect((await tinyApplication().fetch(post('{"name":"x"}', { 'content-type': type }))).status).toBe(
        201,
      );
    },
  );

  it.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/problem+json' },
    { 'content-type': 'application/json, text/plain' },
    { 'content-encoding': 'gzip' },
  ])('is refused: %o', async (headers) => {
    const problem = await refusedWith(post('{"name":"x"}', headers));
    expect(problem.code).toBe('REQUEST.MEDIA_TYPE');
    expect(problem.status).toBe(415);
  });

  it('must be said', async () => {
    const bytes = new TextEncoder().encode('{"name":"x"}');
    expect((await refusedWith(post(bytes, { 'content-type': '' }))).code).toBe('REQUEST.MEDIA_TYPE');
  });
});

describe('size', () => {
  it('is one mebibyte at most, to the byte', async () => {
    expect((await tinyApplication().fetch(post(padded(MEBIBYTE)))).status).toBe(201);
    const problem = await refusedWith(post(padded(MEBIBYTE + 1)));
    expect(problem.code).toBe('REQUEST.TOO_LARGE');
    expect(problem.status).toBe(413);
  });

  it('is judged by the announced length without reading', async () => {
    const { stream, told } = chunked(new Uint8Array(1_024));
    const before = told.sent;
    const problem = await refusedWith(post(stream, { 'content-length': String(MEBIBYTE + 1) }));
    expect(problem.code).toBe('REQUEST.TOO_LARGE');
    expect(told.sent - before).toBeLessThanOrEqual(1);
  });

  it.each(['5', '', 'nonsense', '-1'])(
    'is counted, whatever length was announced (%s): an endless body is read to the limit and not further',
    async (length) => {
      const { stream, told } = chunked(new Uint8Array(65_536).fill(0x20));
      const problem = await refusedWith(post(stream, { 'content-length': length }));
      expect(problem.code).toBe('REQUEST.TOO_LARGE');
      expect(told.sent).toBeLessThan(20);
      expect(told.cancelled).toBe(true);
    },
  );

  it('does not depend on how the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(padded(40_000));
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (at === bytes.length) controller.close();
        else controller.enqueue(bytes.subarray(at, (at = Math.min(bytes.length, at + 7))));
      },
    });
    expect((await tinyApplication().fetch(post(stream))).status).toBe(201);
  });
});

describe('arrival', () => {
  it('is bounded in time', async () => {
    let cancelled = false;
    const silent = new ReadableStream<Uint8Array>({
      cancel: () => {
        cancelled = true;
      },
    });
    const problem = await refusedWith(post(silent), { limits: { bodyMilliseconds: 5 } });
    expect(problem.code).toBe('REQUEST.TIMEOUT');
    expect(problem.status).toBe(408);
    expect(cancelled).toBe(true);
  });

  it('that breaks off is malformed, and no fault of ours', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('connection reset')),
    });
    expect((await refusedWith(post(broken))).code).toBe('REQUEST.MALFORMED');
  });
});

describe('text', () => {
  it.each([
    ['nothing', ''],
    ['an open brace', '{'],
    ['two values', '{}{}'],
    ['a trailing comma', '{"name":"x",}'],
    ['a comment', '{"name":"x"}//'],
    ['NaN', '{"name":NaN}'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)],
    ['an encoded surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['UTF-16', new Uint8Array(new Uint16Array([0x7b, 0x7d]).buffer)],
  ])('is malformed: %s', async (_, body) => {
    const problem = await refusedWith(post(body));
    expect(problem.code).toBe('REQUEST.MALFORMED');
    expect(problem.status).toBe(400);
  });

  it.each([String.raw`{"name":"\ud800"}`, String.raw`{"name":"\u0000"}`, String.raw`{"\udfff":1}`])(
    'is invalid where no store could keep it: %s',
    async (body) => {
      const problem = await refusedWith(post(body));
      expect(problem.code).toBe('REQUEST.INVALID');
      expect(problem.errors?.[0]?.pointer).toBe('');
    },
  );

  it('may use escapes for proper characters', async () => {
    const body = String.raw`{"name":"\ud83d\ude00"}`;
    expect((await tinyApplication().fetch(post(body))).status).toBe(201);
  });
});

describe('depth', () => {
  it('is 16 levels at most', async () => {
    expect((await refusedWith(post(nested(16)))).errors?.[0]?.detail).not.toContain('levels');
    const problem = await refusedWith(post(nested(17)));
    expect(problem.code).toBe('REQUEST.INVALID');
    expect(problem.errors?.[0]).toEqual({ pointer: '', detail: 'A body nests at most 16 levels.' });
  });

  it('is judged before anything else reads the text', async () => {
    expect((await refusedWith(post('['.repeat(1_000_000)))).status).toBe(422);
    expect((await refusedWith(post('{"a":'.repeat(200_000)))).status).toBe(422);
  });

  it('counts no brackets within strings', async () => {
    const name = '[[[[[[[[[["[[[[[[[[['.slice(0, 20);
    expect((await tinyApplication().fetch(post(JSON.stringify({ name })))).status).toBe(201);
  });
});

describe('schemas', () => {
  it.each([
    [{}, '/name', 'Required.'],
    [{ name: 5 }, '/name', 'Must be of type string.'],
    [{ name: '' }, '/name', 'Must have at least 1 character.'],
    [{ name: 'x'.repeat(21) }, '/name', 'Must have at most 20 characters.'],
    [{ name: 'x', size: 1.5 }, '/size', 'Must be of type integer.'],
    [{ name: 'x', size: 10 }, '/size', 'Must be at most 9.'],
    [{ name: 'x', kind: 'oval' }, '/kind', 'Must be one of "round", "square".'],
    [{ name: 'x', code: 'abc' }, '/code', 'Must match /^[A-Z]{3}$/.'],
    [{ name: 'x', parts: [{ 'a/b~c': '' }, { 'a/b~c': 1 }] }, '/parts/1/a~1b~0c', 'Must be of type string.'],
    [{ name: 'x', where: { room: 'r', floor: '1' } }, '/where/floor', 'Must be of type number.'],
    [{ name: 'x', where: 'there' }, '/where', 'Fits none of the accepted forms.'],
    [[], '', 'Must be of type object.'],
    [null, '', 'Must be of type object.'],
  ])('are kept, and a fault says where and what: %o', async (body, pointer, detail) => {
    expect(await errorsOf(body)).toEqual([{ pointer, detail }]);
  });

  it('report at most 20 faults, and say how many there were', async () => {
    const problem = await refusedWith(post(JSON.stringify({ name: 'x', parts: Array(50).fill(0) })));
    expect(problem.errors).toHaveLength(20);
    expect(problem.detail).toContain('20 of 50');
  });

  it('do not admit unknown properties, whose names are not repeated: what may be there is said', async () => {
    const problem = await refusedWith(post('{"name":"x","0912345678":1,"parts":[{"a/b~c":"","nguyen":1}]}'));
    expect(problem.errors).toEqual([
      { pointer: '/parts/0', detail: 'Has an unknown property; "a/b~c" may be there.' },
      {
        pointer: '',
        detail:
          'Has an unknown property; "name", "size", "kind", "code", "parts", "labels", "where" may be there.',
      },
    ]);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'take %s for an unknown property like any other',
    async (name) => {
      const problem = await refusedWith(post(`{"name":"x","${name}":{"polluted":true}}`));
      expect(problem.code).toBe('REQUEST.INVALID');
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('do not repeat keys that the sender chose, even in a pointer', async () => {
    expect(await errorsOf({ name: 'x', labels: { '0912345678': 5 } })).toEqual([
      { pointer: '/labels', detail: 'Must be of type string.' },
    ]);
  });

  it('never repeat anything that was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        const canary = 'canary-0912345678';
        const planted = JSON.parse(
          JSON.stringify({ value, [canary]: canary, name: { [canary]: canary }, parts: [canary, value] }),
        ) as unknown;
        const answer = await tinyApplication().fetch(post(JSON.stringify(planted)));
        expect(answer.status).toBe(422);
        expect(await answer.text()).not.toContain(canary);
      }),
      { numRuns: 50 },
    );
  });

  it('turn any bytes at all into an answer below 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json()), async (body) => {
        const answer = await tinyApplication().fetch(post(body));
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});

describe('path and query', () => {
  it.each([
    ['/v1/things/A', 'Path thingId: Must match /^[a-z0-9 ]+$/.'],
    ['/v1/things/%FF', 'Path thingId: Must match /^[a-z0-9 ]+$/.'],
    ['/v1/things/%', 'Path thingId: Must match /^[a-z0-9 ]+$/.'],
    ['/v1/things/a?view=wide', 'Query view: Must be one of "short", "long".'],
    ['/v1/things/a?0912345678=1', 'Query: Has an unknown property; "view" may be there.'],
    ['/v1/things/a?view=short&view=long', 'Query: a parameter is given at most once.'],
  ])('are checked: %s', async (path, detail) => {
    const problem = await refusedWith(get(path));
    expect(problem.code).toBe('REQUEST.INVALID');
    expect(problem.detail).toBe(detail);
    expect(problem.errors).toBeUndefined();
  });

  it('are empty where the route knows none, and so is the body', async () => {
    const withQuery = await refusedWith(post(undefined, {}, '/v1/things/count?a=1'));
    expect(withQuery.detail).toBe('Query: this route takes no parameters.');
    const withBody = await refusedWith(post('{}', {}, '/v1/things/count'));
    expect(withBody.detail).toBe('This route takes no body.');
  });
});
