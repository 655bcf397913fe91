import { generalProblems, route, type PrincipalRoute } from '@temkin/http';
import { OutcomeUnknown, Refusal, StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  countSpec,
  get,
  makeSpec,
  post,
  problemIn,
  readSpec,
  RECEIPT,
  tinyApplication,
  tinyProblems,
} from '../support/tiny-application.ts';

const BODY = '{"name":"x"}';
const AUDIT_EVENT = `${RECEIPT.eventId}; leaf=${RECEIPT.leaf}`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const idle = (spec: Partial<typeof readSpec>): PrincipalRoute =>
  route({ ...readSpec, ...spec }, async () => ({ body: { thingId: 'a' } }));

const fetchWith = (headers: Record<string, string>, allowedHosts?: readonly string[]): Promise<Response> =>
  tinyApplication(undefined, allowedHosts && { allowedHosts }).fetch(get('/v1/things/a', headers));

/** A body that tells whether somebody looked at it. */
const untouchable = () => {
  let looks = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: () => {
        looks += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, looks: () => looks };
};

describe('answers', () => {
  it('answers what the route says, with its receipt', async () => {
    const answer = await tinyApplication(async () => ({ body: { thingId: 'new' }, receipt: RECEIPT })).fetch(
      post(BODY),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(await answer.json()).toEqual({ thingId: 'new' });
  });

  it('hands over parsed path and query', async () => {
    const answer = await tinyApplication().fetch(get('/v1/things/a%20b?view=long'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ thingId: 'a b' });
  });

  it('sends an answer that is not JSON as it is', async () => {
    const answer = await tinyApplication().fetch(post(undefined, {}, '/v1/things/count'));
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(await answer.text()).toBe('3');
  });

  it('answers HEAD like GET, without a body', async () => {
    const answer = await tinyApplication().fetch(new Request(get('/v1/things/a'), { method: 'HEAD' }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('lets nothing out that the answer schema does not name', async () => {
    const app = tinyApplication(async () => ({ body: { thingId: 'new', phone: '+84912345678' } }));
    const answer = await app.fetch(post(BODY));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('84912345678');
    expect(String(app.faults[0]?.error)).toContain('breaks its schema');
    expect(String(app.faults[0]?.error)).not.toContain('phone');
  });

  it.each([
    ['a success', get('/v1/things/a'), 200],
    ['no route', get('/v1/nothing'), 404],
    ['another method', post(BODY, {}, '/v1/things/a'), 405],
    ['no token', get('/v1/things/a', { authorization: '' }), 401],
    ['a wrong role', post(BODY, { authorization: 'Bearer auditor' }), 403],
    ['malformed JSON', post('{'), 400],
    ['a foreign page', get('/v1/things/a', { 'sec-fetch-site': 'cross-site' }), 403],
  ])('carries the same protective headers with %s', async (_, request, status) => {
    const answer = await tinyApplication().fetch(request);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-correlator')).toMatch(UUID);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('problems', () => {
  it('are RFC 9457 with a stable code and type', async () => {
    const answer = await tinyApplication(async () => {
      throw new Refusal('THING.TAKEN', { detail: 'Choose another.' });
    }).fetch(post(BODY));
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await problemIn(answer)).toEqual({
      type: 'urn:temkin:problem:THING.TAKEN',
      status: 409,
      title: 'The name is taken.',
      code: 'THING.TAKEN',
      detail: 'Choose another.',
    });
  });

  it.each([
    [new StoreUnavailable('down'), 503, 'STORE.UNAVAILABLE'],
    [new OutcomeUnknown('lost'), 503, 'STORE.OUTCOME_UNKNOWN'],
    [new Refusal('AUDIT.UNAVAILABLE', { retryAfterSeconds: 0.2 }), 503, 'AUDIT.UNAVAILABLE'],
    [new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds: 41.3 }), 429, 'REQUEST.RATE_LIMITED'],
  ])('tell when to come back: %s', async (error, status, code) => {
    const app = tinyApplication(() => Promise.reject(error));
    const answer = await app.fetch(post(BODY));
    expect(answer.status).toBe(status);
    expect((await problemIn(answer)).code).toBe(code);
    const wait = { 'AUDIT.UNAVAILABLE': '1', 'REQUEST.RATE_LIMITED': '42' }[code] ?? '5';
    expect(answer.headers.get('retry-after')).toBe(wait);
    expect(app.faults).toEqual([]);
  });

  it.each([
    ['an error', new Error('secret detail')],
    ['something that is no error', 'secret detail'],
    ['a code that no catalogue knows', new Refusal('THING.UNHEARD_OF', { detail: 'secret detail' })],
  ])('say nothing about a bug but where to ask: %s', async (_, thrown) => {
    const app = tinyApplication(() => Promise.reject(thrown));
    const answer = await app.fetch(post(BODY, { 'x-correlator': '0912345678' }));
    const problem = await problemIn(answer);
    expect(problem.code).toBe('INTERNAL');
    expect(problem.detail).toBeUndefined();
    expect(JSON.stringify(problem)).not.toContain('secret');
    const [fault] = app.faults;
    expect(fault?.route).toBe('POST /v1/things');
    expect(problem.instance).toBe(`urn:uuid:${fault?.correlator}`);
    expect(fault?.correlator).toMatch(UUID);
    expect(answer.headers.get('x-correlator')).toBe('0912345678');
  });

  it('are reported where the route does not declare them, and answered all the same', async () => {
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.SECRET')));
    expect((await app.fetch(post(BODY))).status).toBe(409);
    expect(String(app.faults[0]?.error)).toContain('THING.SECRET');
  });
});

describe('who may call', () => {
  it('refuses an anonymous request before its body is looked at', async () => {
    const { stream, looks } = untouchable();
    const app = tinyApplication();
    const answer = await app.fetch(post(stream, { authorization: '', 'content-type': 'text/html' }));
    expect(answer.status).toBe(401);
    expect((await problemIn(answer)).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="temkin"');
    expect(looks()).toBe(0);
    expect(app.recorded).toEqual([]);
  });

  it('says what is wrong with a token', async () => {
    const wrong = await tinyApplication().fetch(get('/v1/things/a', { authorization: 'Bearer forged' }));
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="temkin", error="invalid_token"');
    const expired = await tinyApplication().fetch(get('/v1/things/a', { authorization: 'Bearer old' }));
    expect((await problemIn(expired)).code).toBe('ACCESS.TOKEN_EXPIRED');
    expect(expired.headers.get('www-authenticate')).toContain('expired');
  });

  it('refuses a wrong role before the body is looked at, and puts that on record once', async () => {
    const { stream, looks } = untouchable();
    const app = tinyApplication();
    const answer = await app.fetch(post(stream, { authorization: 'Bearer auditor' }));
    expect((await problemIn(answer)).code).toBe('ACCESS.ROLE_NOT_ALLOWED');
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'ACCESS.ROLE_NOT_ALLOWED' }]);
    expect(looks()).toBe(0);
    expect(app.runs).toEqual([]);
  });

  it('refuses a missing scope, names it, and puts that on record once', async () => {
    const app = tinyApplication();
    const answer = await app.fetch(post(BODY, { authorization: 'Bearer reader' }));
    expect(answer.status).toBe(403);
    expect((await problemIn(answer)).code).toBe('ACCESS.SCOPE_MISSING');
    expect(answer.headers.get('www-authenticate')).toContain(
      'error="insufficient_scope", scope="things:make"',
    );
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'ACCESS.SCOPE_MISSING' }]);
    expect(app.runs).toEqual([]);
  });
});

describe('refusals on record', () => {
  const about = { purpose: 'delivery', resources: [{ type: 'thing', pseudonym: 'p' }] };

  it('records a refusal of access with what it was about', async () => {
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.FORBIDDEN', { about })));
    const answer = await app.fetch(post(BODY));
    expect(answer.status).toBe(403);
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'THING.FORBIDDEN', about }]);
  });

  it('does not record again what its use case has recorded', async () => {
    const receipt = { ...RECEIPT, leaf: 'own' };
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.FORBIDDEN', { receipt })));
    const answer = await app.fetch(post(BODY));
    expect(answer.headers.get('audit-event')).toBe(`${RECEIPT.eventId}; leaf=own`);
    expect(app.recorded).toEqual([]);
  });

  it.each(['THING.TAKEN', 'REQUEST.INVALID', 'REQUEST.IDEMPOTENCY_MISMATCH', 'STORE.UNAVAILABLE'])(
    'leaves %s off the record: it discloses nothing',
    async (code) => {
      const app = tinyApplication(() => Promise.reject(new Refusal(code)));
      const answer = await app.fetch(post(BODY));
      expect((await problemIn(answer)).code).toBe(code);
      expect(app.recorded).toEqual([]);
    },
  );

  it('records by the catalogue where it says so', async () => {
    const problems = { ...tinyProblems, 'THING.TAKEN': { status: 409, title: 'Taken.', recorded: true } };
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.TAKEN')), { problems });
    expect((await app.fetch(post(BODY))).headers.get('audit-event')).toBe(AUDIT_EVENT);
  });

  it.each([
    [new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds: 30 }), 429, '30'],
    [new Refusal('AUDIT.UNAVAILABLE'), 503, '5'],
    [new StoreUnavailable('down'), 503, '5'],
  ])('answers what the log says where it will not record: %s', async (error, status, wait) => {
    const app = tinyApplication(undefined, { refusalLog: { record: () => Promise.reject(error) } });
    const answer = await app.fetch(post(BODY, { authorization: 'Bearer auditor' }));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(wait);
    expect(await answer.text()).not.toContain('ROLE_NOT_ALLOWED');
  });
});

describe('addresses', () => {
  it('knows nothing at an unknown address, whoever asks', async () => {
    const answer = await tinyApplication().fetch(get('/v1/nothing', { authorization: '' }));
    expect(answer.status).toBe(404);
    expect((await problemIn(answer)).code).toBe('REQUEST.NO_ROUTE');
  });

  it.each([
    ['DELETE', '/v1/things', 'POST'],
    ['POST', '/v1/things/a', 'GET, HEAD'],
    ['OPTIONS', '/v1/things/a', 'GET, HEAD'],
  ])('names the methods an address knows instead of %s', async (method, path, allow) => {
    const answer = await tinyApplication().fetch(new Request(`http://api.example${path}`, { method }));
    expect(answer.status).toBe(405);
    expect((await problemIn(answer)).code).toBe('REQUEST.METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('prefers a literal path to a placeholder, in any order of registration', async () => {
    const routes = [
      idle({}),
      route({ ...countSpec, method: 'GET', path: '/v1/things/all' }, async () => ({ body: 'all' })),
    ];
    for (const order of [routes, routes.toReversed()]) {
      const app = tinyApplication(undefined, { routes: order });
      const answer = await app.fetch(get('/v1/things/all', { authorization: 'Bearer maker' }));
      expect(await answer.text()).toBe('all');
    }
  });

  it('does not let a literal path of one method hide a placeholder of another', async () => {
    const answer = await tinyApplication().fetch(get('/v1/things/count'));
    expect(await answer.json()).toEqual({ thingId: 'count' });
  });

  it.each([
    ['a problem without a kind', { problems: generalProblems }, 'has no THING.FORBIDDEN'],
    ['a catalogue without the general problems', { routes: [], problems: {} }, 'has no REQUEST.MALFORMED'],
    ['two routes of one address', { routes: [idle({}), idle({ path: '/v1/things/{id}' })] }, 'two routes'],
    [
      'a path parameter without a schema',
      { routes: [{ ...idle({}), spec: { ...makeSpec, path: '/v1/{thing}' } }] },
      'no schema',
    ],
  ])('are not served with %s', (_, overrides, fault) => {
    expect(() => tinyApplication(undefined, overrides)).toThrow(fault);
  });
});

describe('other origins', () => {
  it.each([
    { origin: 'http://evil.example' },
    { origin: 'http://api.example:81' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('are refused: %o', async (headers) => {
    const answer = await fetchWith(headers);
    expect(answer.status).toBe(403);
    expect((await problemIn(answer)).code).toBe('REQUEST.ORIGIN_NOT_ALLOWED');
  });

  it.each([
    {},
    { origin: 'http://api.example', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { host: 'proxied.example', origin: 'https://proxied.example' },
  ])('are not seen in %o', async (headers) => {
    expect((await fetchWith(headers)).status).toBe(200);
  });

  it('cannot come in by another name of this machine', async () => {
    const rebound = { host: 'evil.example', origin: 'http://evil.example' };
    const answer = await fetchWith(rebound, ['api.example']);
    expect(answer.status).toBe(421);
    expect((await problemIn(answer)).code).toBe('REQUEST.HOST_NOT_ALLOWED');
    expect((await fetchWith({ host: 'API.example' }, ['api.example'])).status).toBe(200);
  });
});

describe('x-correlator', () => {
  it('is echoed', async () => {
    const answer = await tinyApplication().fetch(get('/v1/things/a', { 'x-correlator': 'a-1_:;./<>{}' }));
    expect(answer.headers.get('x-correlator')).toBe('a-1_:;./<>{}');
  });

  it.each(['with space', 'é', 'x'.repeat(257)])(
    'is refused where it is malformed: %s',
    async (correlator) => {
      const answer = await tinyApplication().fetch(get('/v1/things/a', { 'x-correlator': correlator }));
      expect(answer.status).toBe(422);
      expect((await problemIn(answer)).code).toBe('REQUEST.INVALID');
      expect(answer.headers.get('x-correlator')).toMatch(UUID);
    },
  );

  it('is judged only once the caller is known', async () => {
    const request = get('/v1/things/a', { authorization: '', 'x-correlator': 'with space' });
    expect((await tinyApplication().fetch(request)).status).toBe(401);
  });
});

describe('Idempotency-Key', () => {
  it('claims the seed of its first use by path and raw body', async () => {
    let seen = new Uint8Array();
    const app = tinyApplication(async (seed) => {
      seen = Uint8Array.from(seed);
      return { body: { thingId: 'new' } };
    });
    await app.fetch(post('{ "name" : "x" }', { 'idempotency-key': 'k-1' }));
    expect(seen).toEqual(new Uint8Array(32).fill(7));
    expect(app.claims).toEqual([
      { route: 'POST /v1/things', key: 'k-1', body: new TextEncoder().encode('{ "name" : "x" }') },
    ]);
  });

  it('is optional: without it every request has a seed of its own', async () => {
    const seeds: string[] = [];
    const app = tinyApplication(async (seed) => {
      seeds.push(seed.join());
      return { body: { thingId: 'new' } };
    });
    await app.fetch(post(BODY));
    await app.fetch(post(BODY));
    expect(seeds[0]?.split(',')).toHaveLength(32);
    expect(seeds[0]).not.toBe(seeds[1]);
    expect(app.claims).toEqual([]);
  });

  it.each(['with space', 'k'.repeat(256), 'é'])('is refused where it is malformed: %s', async (key) => {
    const app = tinyApplication();
    const answer = await app.fetch(post(BODY, { 'idempotency-key': key }));
    expect(answer.status).toBe(422);
    expect(app.runs).toEqual([]);
  });

  it('is not used up by a request that does not fit its schema', async () => {
    const app = tinyApplication();
    await app.fetch(post('{}', { 'idempotency-key': 'k' }));
    expect(app.claims).toEqual([]);
  });
});
