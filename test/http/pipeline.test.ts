import { OutcomeUnknown, Refusal, StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { AUDIT_EVENT, get, post, problemIn, RECEIPT, tinyApplication } from '../support/tiny-application.ts';

const BODY = '{"name":"x"}';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

  it('has the media type and the headers that the answer names, of those that the route has', async () => {
    const headers = { 'Thing-Cursor': 'next' };
    const app = tinyApplication(undefined, {}, { mediaType: 'application/x-ndjson', headers });
    const answer = await app.fetch(get('/v1/exports'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('thing-cursor')).toBe('next');
    expect(await answer.text()).toBe('a thing');
  });

  it.each<[string, Parameters<typeof tinyApplication>[2], string]>([
    ['a header', { mediaType: 'text/csv', headers: { 'Thing-Owner': 'x' } }, 'does not declare the header'],
    ['a media type', { mediaType: 'text/html' }, 'none of its media types'],
    ['no media type where there are several', {}, 'none of its media types'],
  ])('answers nothing with %s that the route does not have', async (_, taken, fault) => {
    const app = tinyApplication(undefined, {}, taken);
    const answer = await app.fetch(get('/v1/exports'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('a thing');
    expect(String(app.faults[0]?.error)).toContain(fault);
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
