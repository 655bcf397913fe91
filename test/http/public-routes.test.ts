import { codesOf, publicRoute, routeSpec } from '@temkin/http';
import { Refusal } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { post, problemIn, tinyApplication } from '../support/tiny-application.ts';

const request = (headers: Record<string, string> = {}) =>
  post('{"name":"x"}', { authorization: '', ...headers }, '/v1/open/a');

describe('a route for anybody', () => {
  const openSpec = routeSpec({
    method: 'POST',
    path: '/v1/open/{thingId}',
    action: 'thing.read',
    tag: 'Things',
    summary: 'Ask about a thing',
    access: 'public',
    params: () => z.strictObject({ thingId: z.string() }),
    body: () => z.strictObject({ name: z.string() }),
    success: { status: 202, description: 'Whatever.', body: () => z.strictObject({ from: z.string() }) },
    problems: ['THING.FORBIDDEN'],
  });

  const openApplication = (refused = false) =>
    tinyApplication(undefined, {
      routes: [
        publicRoute(openSpec, async ({ params, body, clientAddress = 'nowhere' }) => {
          if (refused) throw new Refusal('THING.FORBIDDEN');
          return { body: { from: `${params.thingId} ${body.name} ${clientAddress}` } };
        }),
      ],
    });

  it('takes a request without a token, and believes one that is there no more', async () => {
    for (const authorization of ['', 'Bearer maker', 'Bearer nonsense'])
      expect((await openApplication().fetch(request({ authorization }))).status).toBe(202);
  });

  it('is told the address that the server saw, and none that the request claims', async () => {
    const claims = { 'x-forwarded-for': '198.51.100.1', 'x-viewer-address': '198.51.100.1' };
    const app = openApplication();
    const seen = await app.fetch(request(claims), { clientAddress: '203.0.113.7' });
    expect(await seen.json()).toEqual({ from: 'a x 203.0.113.7' });
    expect(await (await app.fetch(request(claims))).json()).toEqual({ from: 'a x nowhere' });
  });

  it('is told the headers that it names and no others, and the body as it was sent', async () => {
    const signedSpec = routeSpec({
      method: 'POST',
      path: '/v1/signed',
      action: 'thing.read',
      tag: 'Things',
      summary: 'Hand on a thing',
      access: 'public',
      headers: { 'thing-signature': { description: 'Of the body.' }, 'thing-time': { description: 'When.' } },
      body: () => z.strictObject({ name: z.string() }),
      success: { status: 200, description: 'Whatever.', body: () => z.strictObject({ told: z.string() }) },
      problems: [],
    });
    const app = tinyApplication(undefined, {
      routes: [
        publicRoute(signedSpec, async ({ headers, bytes }) => ({
          body: { told: `${JSON.stringify(headers)} ${new TextDecoder().decode(bytes)}` },
        })),
      ],
    });
    const sent = { authorization: 'Bearer maker', 'Thing-Signature': 'v1,a b', cookie: 'c' };
    const answer = await app.fetch(post('{ "name" : "\\u0078" }', sent, '/v1/signed'));
    expect(await answer.json()).toEqual({ told: '{"thing-signature":"v1,a b"} { "name" : "\\u0078" }' });
  });

  it('puts nothing on record by itself, and asks for no token where it refuses', async () => {
    const app = openApplication(true);
    const answer = await app.fetch(request());
    expect(answer.status).toBe(403);
    expect(answer.headers.has('www-authenticate')).toBe(false);
    expect(answer.headers.has('audit-event')).toBe(false);
    expect(app.recorded).toEqual([]);
  });

  it('refuses what does not fit its schema, and pages of other origins', async () => {
    const app = openApplication();
    const unfit = post('{"name":7}', { authorization: '' }, '/v1/open/a');
    expect((await problemIn(await app.fetch(unfit))).code).toBe('REQUEST.INVALID');
    const foreign = await app.fetch(request({ origin: 'http://evil.example' }));
    expect((await problemIn(foreign)).code).toBe('REQUEST.ORIGIN_NOT_ALLOWED');
  });

  it('cannot answer the problems of tokens', () => {
    expect(codesOf(openSpec).filter((code) => code.startsWith('ACCESS.'))).toEqual([]);
  });
});
