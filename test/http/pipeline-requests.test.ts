import { generalProblems, route, type PrincipalRoute } from '@temkin/http';
import { describe, expect, it } from 'vitest';
import {
  countSpec,
  get,
  makeSpec,
  post,
  problemIn,
  readSpec,
  tinyApplication,
} from '../support/tiny-application.ts';

const BODY = '{"name":"x"}';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const idle = (spec: Partial<typeof readSpec>): PrincipalRoute =>
  route({ ...readSpec, ...spec }, async () => ({ body: { thingId: 'a' } }));

const fetchWith = (headers: Record<string, string>, allowedHosts?: readonly string[]): Promise<Response> =>
  tinyApplication(undefined, allowedHosts && { allowedHosts }).fetch(get('/v1/things/a', headers));

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
